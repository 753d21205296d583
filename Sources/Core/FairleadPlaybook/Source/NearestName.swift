import FEEL

/// Finds what somebody most likely meant, for the hint of a diagnostic.
public enum NearestName {
    /// Longer lists of what is known help nobody.
    static let listedMax = 12

    /// `did you mean x?`, or the list of what is known if that is short, or nil.
    public static func hint(for name: String, among known: [String]) -> String? {
        if let near = nearest(name, in: known) { return "did you mean \(near)?" }
        if known.isEmpty || known.count > listedMax { return nil }
        return "known: " + known.joined(separator: ", ")
    }
}

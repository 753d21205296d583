/// A set of classification labels, such as `finance` or `personal`; the empty set is public.
///
/// A value derived from others carries the union of theirs. The names are kept sorted, so that
/// the same set has one text: it names a payload on the ledger.
public struct Labels: Sendable, Hashable, Comparable {
    public let names: [String]

    public static let none = Labels([])

    public init(_ names: [String]) {
        var sorted: [String] = []
        for name in names.sorted() where sorted.last != name { sorted.append(name) }
        self.names = sorted
    }

    /// Reads `finance+personal`; the empty text is the empty set.
    public init(text: String) {
        self.init(text.isEmpty ? [] : text.split(separator: "+").map(String.init))
    }

    public var isEmpty: Bool { names.isEmpty }
    public var text: String { names.count == 1 ? names[0] : names.joined(separator: "+") }

    public func union(_ other: Labels) -> Labels {
        // Mostly one of the two has all that the other has.
        if other.isSubset(of: self) { return self }
        if isSubset(of: other) { return other }
        return Labels(names + other.names)
    }

    public func isSubset(of other: Labels) -> Bool {
        names.allSatisfy(other.names.contains)
    }

    public static func < (left: Labels, right: Labels) -> Bool {
        left.names.lexicographicallyPrecedes(right.names)
    }
}

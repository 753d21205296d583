/// Who approves, as a ruling's `approver` says it.
///
/// `finance-controller and vp-finance` are two consents; `ar-manager or finance-controller` is one
/// that either role may give; `2 of vp-finance` wants two people; `ar-manager then vp-finance` asks
/// the second when the first has consented. `none` is nobody. Each consent is another person's.
public enum Approver {
    /// What stands for nobody, where no approval is wanted.
    public static let nobody = "none"
    /// How many consents one ruling may ask for.
    public static let asksMax = 12

    /// The steps in their order; of each what is asked, `ar-manager or finance-controller`, once
    /// for every consent.
    public static func steps(in text: String) -> [[String]] {
        if text == nobody { return [] }
        return split(text, at: "then").map { step in
            split(step, at: "and").flatMap { ask -> [String] in
                let words = ask.split(separator: " ")
                guard words.count > 2, words[1] == "of", let count = Int(words[0]),
                    (1...asksMax).contains(count)
                else { return [ask] }
                let rest = words.dropFirst(2).joined(separator: " ")
                return Array(repeating: rest, count: count)
            }
        }
    }

    /// The roles of which one is enough.
    public static func alternatives(in ask: String) -> [String] { split(ask, at: "or") }

    /// All roles that are named.
    public static func roles(in text: String) -> [String] {
        steps(in: text).joined().flatMap(alternatives(in:))
    }

    /// How many consents it asks for.
    static func asks(in text: String) -> Int { steps(in: text).reduce(0) { $0 + $1.count } }

    private static func split(_ text: String, at word: String) -> [String] {
        text.split(separator: " ", omittingEmptySubsequences: true)
            .split(separator: Substring(word), omittingEmptySubsequences: false)
            .map { $0.joined(separator: " ") }
    }
}

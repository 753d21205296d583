/// The name of a stage or an activity of a case, with the number of its run where the stage is
/// opened as often as something happens (`cause`, then `cause#2`), and with the item that it is
/// done for where it is done for each of a list (`memo[acme]`, `memo#2[acme]`).
public struct RunKey: Sendable, Hashable {
    public let name: String
    /// From 1.
    public let run: Int
    public let item: String?

    public init(_ name: String, run: Int, item: String? = nil) {
        self.name = name
        self.run = run
        self.item = item
    }

    /// Names of a playbook hold neither `[` nor `#`; what names an item may hold both.
    public init(_ text: String) {
        var head = text[...]
        var item: String?
        if text.last == "]", let open = text.firstIndex(of: "[") {
            item = String(text[text.index(after: open)...].dropLast())
            head = text[..<open]
        }
        guard let mark = head.lastIndex(of: "#"), let run = Int(head[head.index(after: mark)...])
        else {
            self.init(String(head), run: 1, item: item)
            return
        }
        self.init(String(head[..<mark]), run: run, item: item)
    }

    /// That of the whole of which this is one item.
    public var whole: RunKey { RunKey(name, run: run) }

    public var text: String {
        let head = run <= 1 ? name : "\(name)#\(run)"
        return item.map { "\(head)[\($0)]" } ?? head
    }
}

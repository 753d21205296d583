/// Waiting for an event, and what follows if another comes instead.
public final class Wait: Sendable {
    /// An event that ends the waiting otherwise.
    public struct Otherwise: Sendable {
        public let event: String
        public let when: Expression?
        public let way: WayOut

        public init(event: String, when: Expression?, way: WayOut) {
            self.event = event
            self.when = when
            self.way = way
        }
    }

    public let event: String
    public let when: Expression?
    /// Asked in this order, of events that come while it waits and are not what it waits for.
    public let elseOn: [Otherwise]

    public init(event: String, when: Expression?, elseOn: [Otherwise]) {
        self.event = event
        self.when = when
        self.elseOn = elseOn
    }

    /// Whether an event of this type means something to it.
    public func listens(to type: String) -> Bool {
        event == type || elseOn.contains { $0.event == type }
    }
}

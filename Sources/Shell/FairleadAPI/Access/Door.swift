/// Where a request comes in.
public enum Door: Sendable, Hashable {
    /// Over TCP: whoever it is shows a token.
    case network
    /// The Unix socket beside the store: who may open it runs the machine.
    case socket
}

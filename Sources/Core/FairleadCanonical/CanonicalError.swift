/// Why a value has no canonical bytes, and where. The message quotes no value.
public struct CanonicalError: Error, Sendable, Hashable {
    public enum Reason: String, Sendable, CaseIterable {
        case null
        case integerTooLarge
        case otherNumber
        case tooDeep
    }

    public let reason: Reason
    /// The way to the value: names of members and indices, as in `lines[2].amount`; empty for
    /// the whole.
    public internal(set) var path: String

    /// An error at a path of the caller's own document.
    public init(reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }

    public var message: String {
        switch reason {
        case .null: "null is not allowed: leave the member out"
        case .integerTooLarge: "an integer must be below 2^53 in size"
        case .otherNumber: "only integers are allowed: write a decimal as a string"
        case .tooDeep: "arrays and objects are nested deeper than allowed"
        }
    }

    func below(key: String) -> CanonicalError {
        var error = self
        let hasBracket = path.isEmpty || path.hasPrefix("[")
        error.path = hasBracket ? key + path : "\(key).\(path)"
        return error
    }

    func below(index: Int) -> CanonicalError {
        var error = self
        let hasBracket = path.isEmpty || path.hasPrefix("[")
        error.path = hasBracket ? "[\(index)]" + path : "[\(index)].\(path)"
        return error
    }
}

extension CanonicalError: CustomStringConvertible {
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

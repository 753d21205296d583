/// Why a value could not be computed; it has no place yet. Host functions throw it.
public struct Fault: Error, Sendable, Hashable {
    /// The kinds of fault; the raw values are stable.
    public enum Code: String, Sendable, Hashable {
        /// A value that is needed is null or not there.
        case missing
        case type
        case divisionByZero = "division-by-zero"
        case overflow
        case conversion
        case argument
        /// A position, a key or an item that does not exist.
        case notFound = "not-found"
        /// The evaluation needs the present moment, and was not given it.
        case noClock = "no-clock"
        case unknownZone = "unknown-zone"
        /// The evaluation would take more steps, or nest deeper, than its limits allow.
        case limit
        case host
    }

    public var code: Code
    public var message: String
    /// The values at hand, in the order of the operands.
    public var values: [Value]

    public init(_ code: Code, _ message: String, values: [Value] = []) {
        self.code = code
        self.message = message
        self.values = values
    }
}

/// A fault at its place in a text.
public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
    public var fault: Fault
    public var place: SourcePlace

    public init(_ fault: Fault, at place: SourcePlace) {
        self.fault = fault
        self.place = place
    }

    public var code: Fault.Code { fault.code }
    public var message: String { fault.message }

    /// What, where, the line with its caret. The values are left out, for they may be classified.
    public var description: String {
        let number = String(place.line)
        let margin = String(repeating: " ", count: number.count)
        let caret =
            String(repeating: " ", count: place.column - 1)
            + String(repeating: "^", count: place.length)
        return """
            \(place.file ?? "expression"):\(place.line):\(place.column): \(fault.message) \
            [\(fault.code.rawValue)]
            \(number) | \(place.lineText)
            \(margin) | \(caret)
            """
    }
}

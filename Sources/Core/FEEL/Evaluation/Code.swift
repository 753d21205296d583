/// A compiled expression: its parts in one flat array, names resolved to slots of a frame.
///
/// A frame holds only what the expression names: its locals from slot 0 upwards, and the variables
/// of the scope that it reads in slots -1, -2, … in the order in which they were met.
final class Code: Sendable {
    struct Node: Sendable {
        let operation: Operation
        let a: Int32
        let b: Int32
        let c: Int32
        let start: Int32
        let end: Int32
    }

    let nodes: [Node]
    let constants: [Value]
    let names: [String]
    let types: [FEELType]
    /// Lists of node numbers and slots that nodes refer to by start and count.
    let extras: [Int32]
    let builtins: [Builtin]
    let source: SourceText
    let mode: Mode
    /// The places in the scope of the variables that are read: of slot -1, -2, …
    let variables: [Int]
    let localCount: Int
    let patterns: [PatternCode.Source: PatternCode]

    init(
        nodes: [Node], constants: [Value], names: [String], types: [FEELType], extras: [Int32],
        builtins: [Builtin], source: SourceText, mode: Mode, variables: [Int],
        localCount: Int
    ) {
        self.nodes = nodes
        self.constants = constants
        self.names = names
        self.types = types
        self.extras = extras
        self.builtins = builtins
        self.source = source
        self.mode = mode
        self.variables = variables
        self.localCount = localCount
        patterns = Self.constantPatterns(nodes, extras, constants, builtins)
    }

    var slotCount: Int { variables.count + localCount }

    /// Does something with a frame of which nothing is set. It lies on the stack, for most
    /// expressions are small and evaluated often.
    @inline(__always)
    func withFrame<Result>(
        _ body: (UnsafeMutablePointer<Value?>) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        try withUnsafeTemporaryAllocation(of: Value?.self, capacity: max(1, slotCount)) {
            buffer throws(EvaluationError) in
            buffer.initialize(repeating: nil)
            defer { buffer.deinitialize() }
            // A buffer of at least one place has an address.
            return try body(buffer.baseAddress! + variables.count)
        }
    }
}

/// What a node does; the comment says what its three numbers are.
enum Operation: UInt8, Sendable {
    /// constant
    case constant
    /// slot, name, 1 where an absent value is null
    case slot
    /// base node, name, 1 where an absent entry is null and twice the place where it likely is
    case path
    /// slot of the item, name, node of what the name means elsewhere (or -1)
    case itemField
    /// name: nothing that is known
    case unknown
    /// operand
    case negate
    /// left, right
    case add, subtract, multiply, divide, power
    /// left, right
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    /// extras, count
    case and, or
    /// value, low, high
    case between
    /// value, test, slot of the input
    case test
    /// slot of the input, operand, 1 in a cell
    case testEqual, testNotEqual, testLess, testLessOrEqual, testGreater, testGreaterOrEqual
    /// slot of the input, operand, 1 in a cell, 2 where the operand mentions it, 3 for both
    case testIn
    /// extras, count
    case anyOf
    /// test
    case noneOf
    /// condition, then, else
    case conditional
    /// extras (slot, from, to or -1)…, count, body; then the slot of `partial`, or -1
    case iteration
    /// extras (slot, from, to or -1)…, count, condition
    case some, every
    /// list, condition, slot of the item
    case filter
    /// builtin, extras, count
    case call
    /// name, extras (type of the result, arguments…), count of the arguments
    case callHost
    /// function, extras (node, name or -1)…, count
    case callValue
    /// extras, count
    case list
    /// extras (name, node, slot)…, count
    case context
    /// low (or -1), high (or -1), 1 where low is included, 2 where high is, 3 for both
    case range
    /// value, 1 for unequal
    case comparisonRange
    /// extras (type of the result; then name, slot, type)…, count, body
    case function
    /// value, type
    case instance
    /// operand that may be the only item of a list
    case single
    /// builtin
    case builtinValue
    /// name
    case hostValue
}

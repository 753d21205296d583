/// A compiled expression: its parts in one flat array, names resolved to slots of a frame.
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
    /// How many values a frame holds: the scope's variables, then locals.
    let slotCount: Int

    init(
        nodes: [Node], constants: [Value], names: [String], types: [FEELType], extras: [Int32],
        builtins: [Builtin], source: SourceText, mode: Mode, slotCount: Int
    ) {
        self.nodes = nodes
        self.constants = constants
        self.names = names
        self.types = types
        self.extras = extras
        self.builtins = builtins
        self.source = source
        self.mode = mode
        self.slotCount = slotCount
    }
}

/// What a node does; the comment says what its three numbers are.
enum Operation: UInt8, Sendable {
    /// constant
    case constant
    /// slot, name, 1 where an absent value is null
    case slot
    /// base node, name, 1 where an absent entry is null
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

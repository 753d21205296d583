import FEEL

/// A part of a column's values that no cell of the column tells apart.
public struct Region: Sendable, Hashable, CustomStringConvertible {
    public enum Shape: Sendable, Hashable {
        case null
        case below(Value)
        case point(Value)
        case between(Value, Value)
        case above(Value)
        /// Any text that no cell names.
        case otherText
        /// All values: the cells are computed, or test nothing.
        case everything
    }

    public let shape: Shape
    /// A value that lies in it; `nil` where none does, or none can be told.
    public let sample: Value?

    public var description: String {
        switch shape {
        case .null: "null"
        case .below(let high): "< \(high)"
        case .point(let value): "\(value)"
        case .between(let low, let high): "(\(low)..\(high))"
        case .above(let low): "> \(low)"
        case .otherText: "any other text"
        case .everything: "anything"
        }
    }
}

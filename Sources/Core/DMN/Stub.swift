public struct DecisionModel: Sendable { public init() {} }

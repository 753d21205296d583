/// The number of this evaluator's semantics. It is raised whenever the outcome of any expression
/// or table could change; a decision record names it, and replay asks for the same number.
public let feelSemantics = 3

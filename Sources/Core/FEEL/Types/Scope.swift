/// What an expression may name: variables with their types, and the host's functions.
///
/// The order of the variables is the order of their values in a frame.
public struct Scope: Sendable, Hashable {
    public struct Variable: Sendable, Hashable {
        public let name: String
        public let type: FEELType

        public init(_ name: String, _ type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    public private(set) var variables: [Variable] = []
    public private(set) var functions: [FunctionSignature] = []
    /// Types that expressions may name beside those of the language.
    public private(set) var types: [Variable] = []
    /// The variable whose entries may be named directly, as those of a filter's item.
    public private(set) var item: String?
    private var index: [String: Int] = [:]
    /// The names of several parts.
    private(set) var names = KnownNames()

    public init(_ variables: [(String, FEELType)] = [], functions: [FunctionSignature] = []) {
        for (name, type) in variables { declare(name, type) }
        for function in functions { declare(function) }
    }

    /// Declares a variable; a later declaration of the same name changes its type.
    public mutating func declare(_ name: String, _ type: FEELType) {
        names.insert(name)
        names.insertFields(of: type)
        if let at = index[name] {
            variables[at] = Variable(name, type)
        } else {
            index[name] = variables.count
            variables.append(Variable(name, type))
        }
    }

    /// Declares a function of the host; a later declaration of the same name replaces it.
    public mutating func declare(_ function: FunctionSignature) {
        functions.removeAll { $0.name == function.name }
        functions.append(function)
        names.insert(function.name)
    }

    /// Names a type; a later one of the same name replaces it.
    public mutating func declare(type name: String, _ type: FEELType) {
        types.removeAll { $0.name == name }
        names.insert(name)
        types.append(Variable(name, type))
    }

    /// Declares the variable whose entries may be named directly.
    public mutating func declare(item name: String, _ type: FEELType) {
        declare(name, type)
        item = name
    }

    public func position(of name: String) -> Int? { index[name] }

    /// The values of the scope's variables in their order; what the context lacks is left out.
    public func frame(_ context: Context) -> [Value?] {
        variables.map { context[$0.name] }
    }
}

/// A function's name, parameters and result.
public struct FunctionSignature: Sendable, Hashable {
    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let type: FEELType
        public let isOptional: Bool

        public init(_ name: String, _ type: FEELType, isOptional: Bool = false) {
            self.name = name
            self.type = type
            self.isOptional = isOptional
        }
    }

    public let name: String
    public let parameters: [Parameter]
    public let result: FEELType
    /// Whether the last parameter may come any number of times.
    public let isVariadic: Bool

    public init(
        _ name: String, _ parameters: [Parameter], result: FEELType, isVariadic: Bool = false
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.isVariadic = isVariadic
    }

    var argumentsMin: Int { parameters.count { !$0.isOptional } }
    var argumentsMax: Int { isVariadic ? Int.max : parameters.count }
}

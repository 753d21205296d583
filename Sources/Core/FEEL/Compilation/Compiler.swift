/// Resolves names, infers types, collects findings, lays the parts out in flat code: one walk.
struct Compiler {
    typealias Typed = (node: Int32, type: FEELType)

    struct Local {
        let name: String
        let slot: Int
        let type: FEELType
        /// Whether it is the item of a filter, whose entries may be named directly.
        var isItem = false
    }

    let source: SourceText
    let scope: Scope
    let mode: Mode
    var locals: [Local] = []
    var nextSlot = 0
    private var localCount = 0
    /// The places in the scope of the variables that are read so far.
    private var variables: [Int] = []
    /// Paths that a condition around this part has shown not to be null.
    var knownNotNull: [String] = []
    /// The texts that are allowed where a name is being compiled, for hints.
    var expectedTexts: [String] = []
    var diagnostics: [Diagnostic] = []
    var reads: [Path] = []
    var calls: [HostCallSite] = []

    private(set) var nodes: [Code.Node] = []
    private var constants: [Value] = []
    private var names: [String] = []
    private var types: [FEELType] = []
    private var extras: [Int32] = []
    private var builtins: [Builtin] = []

    init(_ source: SourceText, scope: Scope, mode: Mode) {
        self.source = source
        self.scope = scope
        self.mode = mode
        if let name = scope.item, let position = scope.position(of: name) {
            locals = [
                Local(
                    name: name, slot: slot(ofVariable: position),
                    type: scope.variables[position].type, isItem: true)
            ]
        }
    }

    func code() -> Code {
        Code(
            nodes: nodes, constants: constants, names: names, types: types, extras: extras,
            builtins: builtins, source: source, mode: mode, variables: variables,
            localCount: localCount)
    }

    // MARK: Laying out

    mutating func add(
        _ operation: Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0, at span: SourceSpan
    ) -> Int32 {
        nodes.append(
            Code.Node(
                operation: operation, a: a, b: b, c: c, start: Int32(span.start),
                end: Int32(span.end)))
        return Int32(nodes.count - 1)
    }

    mutating func constant(_ value: Value, at span: SourceSpan) -> Int32 {
        constants.append(value)
        return add(.constant, Int32(constants.count - 1), at: span)
    }

    mutating func name(_ text: String) -> Int32 {
        if let at = names.firstIndex(of: text) { return Int32(at) }
        names.append(text)
        return Int32(names.count - 1)
    }

    mutating func type(_ type: FEELType) -> Int32 {
        types.append(type)
        return Int32(types.count - 1)
    }

    mutating func builtin(_ builtin: Builtin) -> Int32 {
        if let at = builtins.firstIndex(of: builtin) { return Int32(at) }
        builtins.append(builtin)
        return Int32(builtins.count - 1)
    }

    mutating func extras(_ numbers: [Int32]) -> Int32 {
        extras.append(contentsOf: numbers)
        return Int32(extras.count - numbers.count)
    }

    mutating func newSlot() -> Int {
        defer { nextSlot += 1 }
        localCount = max(localCount, nextSlot + 1)
        return nextSlot
    }

    /// The slot of a variable by its place in the scope.
    mutating func slot(ofVariable position: Int) -> Int {
        if let at = variables.firstIndex(of: position) { return -1 - at }
        variables.append(position)
        return -variables.count
    }

    /// Compiles something with more locals in sight.
    mutating func with<Result>(
        _ more: [Local], _ body: (inout Compiler) -> Result
    ) -> Result {
        let count = locals.count
        locals.append(contentsOf: more)
        defer { locals.removeLast(locals.count - count) }
        return body(&self)
    }

    /// Compiles something that is only reached where some paths are not null.
    mutating func knowing<Result>(
        _ facts: [String], _ body: (inout Compiler) -> Result
    ) -> Result {
        let count = knownNotNull.count
        knownNotNull.append(contentsOf: facts)
        defer { knownNotNull.removeLast(knownNotNull.count - count) }
        return body(&self)
    }

    // MARK: Findings

    mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ span: SourceSpan, hint: String? = nil
    ) {
        // Where null is an answer, what can only give null is a warning.
        let severity: Diagnostic.Severity = mode == .strict ? .error : .warning
        let finding = Diagnostic(severity, code, message, at: source.place(span), hint: hint)
        if diagnostics.count < 100, !diagnostics.contains(finding) { diagnostics.append(finding) }
    }

    /// Reports unless values of a type can stand where another type is wanted.
    mutating func require(
        _ found: Typed, _ wanted: FEELType, _ what: String, _ span: SourceSpan
    ) {
        if !found.type.meets(wanted) {
            report(
                .type,
                "\(what) must be \(wanted.required.article), but this is \(found.type.article)",
                span)
        } else if !wanted.isOptional && wanted != .any {
            requireValue(found, span)
        }
    }

    /// Reports where a value is needed and null is possible.
    mutating func requireValue(_ found: Typed, _ span: SourceSpan) {
        guard mode == .strict, found.type.isOptional else { return }
        report(
            .null, found.type == .null ? "null cannot be used here" : "this may be null", span,
            hint: found.type == .null
                ? nil : "ask first: if … != null then … else …, or … != null and …")
    }

    // MARK: Parts

    mutating func emit(_ syntax: Syntax) -> Typed {
        let span = syntax.span
        switch syntax.kind {
        case .literal(let value): return emitLiteral(value, span)
        case .name(let text): return emitName(text, span, recording: true)
        case .path: return emitPath(syntax, recording: true)
        case .negation(let operand): return emitNegation(operand, span)
        case .arithmetic(let operation, let left, let right):
            return emitArithmetic(operation, left, right, span)
        case .comparison(let operation, let left, let right):
            return emitComparison(operation, left, right, span)
        case .and(let parts): return emitLogic(.and, parts, span)
        case .or(let parts): return emitLogic(.or, parts, span)
        case .between(let value, let low, let high): return emitBetween(value, low, high, span)
        case .in(let value, let tests): return emitIn(value, tests, span)
        case .conditional(let condition, let then, let otherwise):
            return emitConditional(condition, then, otherwise, span)
        case .iteration(let iterators, let body): return emitIteration(iterators, body, span)
        case .quantified(let every, let iterators, let condition):
            return emitQuantified(every, iterators, condition, span)
        case .filter(let list, let condition): return emitFilter(list, condition, span)
        case .call(let function, let arguments): return emitCall(function, arguments, span)
        case .list(let items): return emitList(items, span)
        case .context(let entries): return emitContext(entries, span)
        case .range(let low, let lowIncluded, let high, let highIncluded):
            return emitRange(low, lowIncluded, high, highIncluded, span)
        case .comparisonRange(let comparison, let value):
            let operand = emit(value)
            requireValue(operand, value.span)
            let isUnequal: Int32 = comparison == .notEqual ? 1 : 0
            return (
                add(.comparisonRange, operand.node, isUnequal, at: span),
                .range(operand.type.required.plain)
            )
        case .function(let parameters, let body): return emitFunction(parameters, body, span)
        case .instance(let value, let type):
            let operand = emit(value)
            let number = self.type(type)
            return (add(.instance, operand.node, number, at: span), .boolean)
        }
    }
}

extension Compiler {
    /// A literal with a named zone is made when it is evaluated, for only then the zones are known.
    private mutating func emitLiteral(_ value: Value, _ span: SourceSpan) -> Typed {
        let (maker, zone): (Builtin, ClockTime.TimeZone?) =
            switch value {
            case .time(let time): (.time, time.zone)
            case .dateTime(let moment): (.dateAndTime, moment.time.zone)
            default: (.time, nil)
            }
        guard case .named = zone else {
            return (constant(value, at: span), FEELType(of: value))
        }
        let text = constant(.string(value.plainText), at: span)
        let (number, start) = (builtin(maker), extras([text]))
        return (add(.call, number, start, 1, at: span), FEELType(of: value))
    }
}

extension FEELType {
    /// The type of a literal.
    init(of value: Value) {
        switch value {
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = .number
        case .string: self = .string
        case .date: self = .date
        case .time: self = .time
        case .dateTime: self = .dateTime
        case .daysTime: self = .daysTime
        case .yearsMonths: self = .yearsMonths
        case .list(let items):
            self = .list(
                items.first.map { first in
                    items.dropFirst().reduce(FEELType(of: first)) { $0.union(FEELType(of: $1)) }
                } ?? .any)
        case .context(let context):
            self = .context(
                ContextType(context.entries.map { .init($0.key, FEELType(of: $0.value)) }))
        case .range(let range): self = .range((range.low ?? range.high).map(FEELType.init) ?? .any)
        case .function: self = .function([], result: .any)
        }
    }

    /// The type with its article, as a sentence names it.
    var article: String {
        switch self {
        case .any: "anything"
        case .null: "null"
        case .boolean: "true or false"
        case .enumeration(let texts) where texts.count > 4:
            "one of \(texts.prefix(4).map(quoted).joined(separator: ", ")), …"
        case .enumeration: "one of \(self)"
        default: "a \(self)"
        }
    }
}

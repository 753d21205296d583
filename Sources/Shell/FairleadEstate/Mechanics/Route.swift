import FairleadCanonical

/// How an operation of a system is done once; the connector that calls it declares the same.
enum Way: String, Sendable {
    /// It only reads.
    case read
    /// It honours `Idempotency-Key`.
    case key
    /// What was done can be found by our reference.
    case find
    /// Doing it again changes nothing more: it sets a state.
    case again
    /// Neither a key nor a way to find it.
    case none
}

/// One request, parsed.
struct Call: Sendable {
    var parameters: [String: String] = [:]
    /// The query's fields, or the form's for a form-encoded body.
    var fields: [String: String] = [:]
    /// The body where it is JSON; an empty object where there is none.
    var body: JSON = [:]

    /// A part of the path that the route's pattern names.
    func parameter(_ name: String) -> String {
        parameters[name] ?? ""
    }

    /// A string that the body must have.
    func text(_ key: String) throws(Refusal) -> String {
        guard let text = body.text(key), !text.isEmpty else {
            throw Refusal(422, "missing_field", "The body needs the string \(key).")
        }
        return text
    }
}

/// What a system answers.
struct Answer: Sendable {
    let status: Int
    let body: JSON
    /// False where nothing changed because all was as asked for already.
    let changed: Bool

    init(_ body: JSON, status: Int = 200, changed: Bool = true) {
        self.status = status
        self.body = body
        self.changed = changed
    }
}

/// A request that a system refuses.
struct Refusal: Error, Sendable {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func notFound(_ what: String) -> Refusal {
        Refusal(404, "not_found", "There is no \(what).")
    }
}

/// One operation of a system: where it is, how it is once, what it does.
struct Route<State: SystemState>: Sendable {
    let method: String
    /// The path with `:name` for each parameter.
    let pattern: String
    /// The name by which faults and the journal speak of it.
    let operation: String
    let way: Way
    let perform: @Sendable (inout State, Call) throws(Refusal) -> Answer

    init(
        _ method: String, _ pattern: String, _ operation: String, _ way: Way = .read,
        _ perform: @escaping @Sendable (inout State, Call) throws(Refusal) -> Answer
    ) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
        self.way = way
        self.perform = perform
    }

    /// The parameters when the path fits the pattern.
    func match(_ method: String, _ path: [Substring]) -> [String: String]? {
        let parts = pattern.split(separator: "/")
        guard method == self.method, parts.count == path.count else { return nil }
        var parameters: [String: String] = [:]
        for (part, given) in zip(parts, path) {
            if part.first == ":" {
                parameters[String(part.dropFirst())] = FormFields.decode(given)
            } else if part != given {
                return nil
            }
        }
        return parameters
    }
}

import FairleadCanonical
import FairleadConnector
import FairleadDomain

/// A request that is ready to be sent, but for the secrets.
struct PreparedRequest: Sendable, Hashable {
    var method: String
    /// Path and query.
    var target: String
    var headers: [(name: String, value: String)] {
        pairs.map { ($0.name, $0.value) }
    }
    var body: [UInt8]
    private var pairs: [Pair]

    private struct Pair: Hashable {
        let name: String
        let value: String
    }

    /// Arguments that the operation does not have, or that are missing.
    struct Unfit: Error, Sendable, Hashable {
        let code: String
        let message: String
    }

    /// Fills an operation's template. `page` goes into the query as it is.
    init(
        _ operation: ConnectorOperation, of definition: ConnectorDefinition,
        arguments: JSONObject, reference: String, page: (name: String, value: String)? = nil
    ) throws(Unfit) {
        try Self.check(arguments, of: operation.declaration)
        let template = operation.request
        var evaluator = MappingEvaluator(definition)
        let scope = MappingScope(
            root: .object(arguments), named: ["reference": .string(reference)],
            version: definition.apiVersion)
        method = template.method.rawValue
        pairs = definition.headers.map { Pair(name: $0.name, value: $0.value) }
        do {
            var target = try Self.path(template.path, in: scope)
            var query = Self.fields(
                try evaluator.object(template.query, in: scope, field: ""), under: nil)
            if let page { query.append((page.name, page.value)) }
            if !query.isEmpty { target += "?" + Self.encoded(query) }
            self.target = target
            let fields = try evaluator.object(template.body, in: scope, field: "")
            switch template.bodyForm {
            case _ where template.method == .get: body = []
            case .json:
                body = JSON.object(fields).bytes
                pairs.append(Pair(name: "Content-Type", value: "application/json"))
            case .form:
                body = Array(Self.encoded(Self.fields(fields, under: nil)).utf8)
                pairs.append(
                    Pair(name: "Content-Type", value: "application/x-www-form-urlencoded"))
            }
        } catch let error as MappingFailure {
            throw Unfit(code: "argument-\(error.code.rawValue)", message: Self.text(error))
        } catch let error as Unfit {
            throw error
        } catch {
            throw Unfit(code: "argument", message: "the arguments do not fit")
        }
        pairs.append(Pair(name: "Accept", value: "application/json"))
        if let header = operation.keyHeader {
            guard HeaderName.isValidValue(reference) else {
                throw Unfit(code: "reference", message: "our reference cannot be a header")
            }
            pairs.append(Pair(name: header, value: reference))
        }
    }

    private static func text(_ failure: MappingFailure) -> String {
        "\(failure.place): \(failure.message)"
    }

    private static func check(
        _ arguments: JSONObject, of declaration: OperationDeclaration
    ) throws(Unfit) {
        for (name, _) in arguments
        where !declaration.arguments.contains(where: { $0.name == name }) {
            throw Unfit(
                code: "argument-unknown", message: "\(declaration.name) takes no '\(name)'")
        }
        for argument in declaration.arguments where !argument.optional {
            guard let value = arguments[argument.name], !value.isNull else {
                throw Unfit(
                    code: "argument-missing",
                    message: "\(declaration.name) needs '\(argument.name)'")
            }
        }
    }

    /// Each place is one segment: it cannot end it, and cannot climb.
    private static func path(
        _ template: MappingTemplate, in scope: MappingScope
    ) throws -> String {
        for path in template.paths {
            let value = path.value(in: scope)
            guard let text = value?.stringValue ?? value?.numberText, !text.isEmpty,
                text != ".", text != ".."
            else {
                throw Unfit(
                    code: "argument-path",
                    message: "'\(path.text)' cannot be a part of a path")
            }
        }
        return try template.text(in: scope, encode: PercentEncoding.encode) ?? "/"
    }

    /// Names and values as forms and queries have them: `metadata[key]`, `items[0]`.
    private static func fields(
        _ object: JSONObject, under prefix: String?
    ) -> [(name: String, value: String)] {
        object.flatMap { key, value in
            fields(value, named: prefix.map { "\($0)[\(key)]" } ?? key)
        }
    }

    private static func fields(
        _ value: JSON, named name: String
    ) -> [(name: String, value: String)] {
        switch value {
        case .null: []
        case .bool(let flag): [(name, flag ? "true" : "false")]
        case .integer(let number): [(name, String(number))]
        case .number(let text), .string(let text): [(name, text)]
        case .array(let items):
            items.enumerated().flatMap { fields($0.element, named: "\(name)[\($0.offset)]") }
        case .object(let object): fields(object, under: name)
        }
    }

    private static func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}

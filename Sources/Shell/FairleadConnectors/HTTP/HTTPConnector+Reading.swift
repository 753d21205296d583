import FairleadCanonical
import FairleadConnector
import FairleadDomain

/// What a look-up gave, before it is understood.
struct RawAnswer: Sendable {
    /// The object, or the items of the list; none: nothing was there.
    let items: [JSON]

    func records(_ operation: ConnectorOperation) -> [String] {
        guard let path = operation.answer.record else { return [] }
        return items.compactMap { item in
            let value = path.value(in: MappingScope(root: item))
            return value?.stringValue ?? value?.numberText
        }
    }
}

/// Why a question has no answer.
enum ReadFailure: Error, Sendable, Hashable {
    case trouble(Trouble)
    /// The arguments do not fit.
    case unfit(code: String, message: String)
    /// The answer is no JSON, has no list, or is longer than allowed.
    case unreadable(code: String)

    var code: String {
        switch self {
        case .trouble(.retry(let code, _)), .trouble(.refused(let code, _)),
            .trouble(.doubtful(let code)), .unfit(let code, _), .unreadable(let code):
            code
        }
    }

    func answer(_ operation: ConnectorOperation, isEffect: Bool) -> Answer {
        let name = operation.declaration.name
        switch self {
        case .trouble(.retry(let code, let after)):
            return .retry(code: code, afterMilliseconds: after)
        case .trouble(.refused(let code, let status)):
            return .failed(code: code, message: "\(name): refused with status \(status)")
        case .trouble(.doubtful(let code)):
            // Reading twice does no harm.
            return isEffect ? .unknown(code: code) : .retry(code: code, afterMilliseconds: nil)
        case .unfit(let code, let message): return .failed(code: code, message: message)
        case .unreadable(let code):
            return .failed(code: code, message: "\(name): the answer cannot be read")
        }
    }
}

extension HTTPConnector {
    /// Items of one answer in all its pages.
    static let answerItemsMax = 100_000

    /// Asks a look-up or a model, page after page.
    func read(
        _ operation: ConnectorOperation, _ arguments: JSONObject, reference: String
    ) async -> Result<RawAnswer, ReadFailure> {
        var items: [JSON] = []
        var page: (name: String, value: String)?
        let paging = operation.answer.paging
        for _ in 0..<(paging?.pagesMax ?? 1) {
            let document: JSON
            switch await exchange(operation, arguments, reference, page) {
            case .success(let answered): document = answered
            case .failure(let failure): return .failure(failure)
            }
            let scope = MappingScope(root: document)
            guard let list = operation.answer.list else {
                let object = operation.answer.at.value(in: scope)
                return .success(RawAnswer(items: object.map { [$0] } ?? []))
            }
            guard let found = list.value(in: scope)?.arrayValue else {
                return .failure(.unreadable(code: "answer-unreadable"))
            }
            items += found
            guard items.count <= Self.answerItemsMax else {
                return .failure(.unreadable(code: "list-too-long"))
            }
            guard let paging, let cursor = Self.cursor(after: document, found, paging) else {
                return .success(RawAnswer(items: items))
            }
            page = (paging.parameter, cursor)
        }
        // Half a list would be half a fact.
        return paging == nil
            ? .success(RawAnswer(items: items)) : .failure(.unreadable(code: "list-too-long"))
    }

    private static func cursor(
        after document: JSON, _ items: [JSON], _ paging: Paging
    ) -> String? {
        let scope = MappingScope(root: document)
        switch paging.next {
        case .cursor(let path):
            let value = path.value(in: scope)
            let text = value?.stringValue ?? value?.numberText
            return text?.isEmpty == true ? nil : text
        case .lastItem(let id, let more):
            guard more.value(in: scope)?.boolValue == true, let last = items.last else {
                return nil
            }
            return id.value(in: MappingScope(root: last))?.stringValue
        }
    }

    /// One request and its answer as JSON.
    func exchange(
        _ operation: ConnectorOperation, _ arguments: JSONObject, _ reference: String,
        _ page: (name: String, value: String)? = nil
    ) async -> Result<JSON, ReadFailure> {
        let request: PreparedRequest
        do {
            request = try PreparedRequest(
                operation, of: definition, arguments: arguments, reference: reference, page: page)
        } catch {
            return .failure(.unfit(code: error.code, message: error.message))
        }
        let exchange = await transport.send(request)
        if let trouble = Trouble(exchange, operation, errorCode: definition.errorCode) {
            return .failure(.trouble(trouble))
        }
        guard case .answered(let reply) = exchange else {
            return .failure(.unreadable(code: "answer-unreadable"))
        }
        if reply.body.isEmpty { return .success(.object([:])) }
        let limits = JSONLimits(documentBytesMax: definition.limits.responseBytesMax)
        guard let document = try? JSON.parse(reply.body, limits: limits) else {
            return .failure(.unreadable(code: "answer-unreadable"))
        }
        return .success(document)
    }
}

public import AsyncHTTPClient
public import FairleadCanonical
public import FairleadConnector
public import FairleadDomain
import Logging

/// Carries out what a connector's definition declares, over HTTP.
///
/// Errors are sorted into the domain's `Answer`: what surely was not done is `retry`, what may
/// have been done is `unknown`, and whoever asked goes on by the operation's `once`. Neither
/// secrets nor arguments nor what the system says stand in answers' messages or in the log.
public final class HTTPConnector: Connector {
    public let definition: ConnectorDefinition
    let transport: Transport
    private let mapper: EventMapper
    private let now: @Sendable () -> Instant
    private let unmapped: @Sendable (UnmappedValue) -> Void
    private let logger: Logger

    /// `client` as `HTTPClient.forConnectors()` makes it. `unmapped` hears of values of
    /// enumerations that the mapping does not know.
    public init(
        _ definition: ConnectorDefinition, values: any ValueSource, client: HTTPClient,
        now: @escaping @Sendable () -> Instant, logger: Logger = Logger(label: "connector"),
        unmapped: @escaping @Sendable (UnmappedValue) -> Void = { _ in }
    ) {
        self.definition = definition
        self.now = now
        self.unmapped = unmapped
        self.logger = logger
        mapper = EventMapper(definition)
        transport = Transport(definition, values: values, client: client)
    }

    public func perform(_ item: WorkItem) async -> Answer {
        guard let operation = definition.operation(item.operation),
            operation.declaration.name == item.operation
        else {
            return .failed(
                code: "operation-unknown", message: "there is no operation \(item.operation)")
        }
        let answer =
            operation.declaration.kind == .effect
            ? await effect(operation, item) : await question(operation, item)
        logger.debug(
            "attempt",
            metadata: [
                "operation": "\(item.operation)", "attempt": "\(item.attempt)",
                "answer": "\(answer.word)",
            ])
        return answer
    }

    public func sweep(since: Instant) async -> SweepAnswer {
        guard let rules = definition.sweep,
            let operation = definition.operation(rules.operation)
        else { return .notDeclared }
        let from = since.adding(milliseconds: -rules.overlapMilliseconds)
        let found = await read(operation, ["since": .string(from.rfc3339)], reference: "sweep")
        switch found {
        case .failure(let failure):
            return .failed(
                code: failure.code, message: "\(operation.declaration.name): \(failure.code)")
        case .success(let answer):
            let time = now()
            var events = answer.items.map { mapper.swept($0, now: time) }
            for event in events { for value in event.unmapped { unmapped(value) } }
            // The oldest first, as they would have come; equal times as the system lists them.
            events = events.enumerated()
                .sorted { ($0.element.event.time, $0.offset) < ($1.element.event.time, $1.offset) }
                .map(\.element)
            let last = events.last?.event.time ?? since
            return .events(events, next: max(last, since))
        }
    }

    // MARK: Questions

    private func question(_ operation: ConnectorOperation, _ item: WorkItem) async -> Answer {
        switch await read(operation, item.arguments, reference: item.reference) {
        case .success(let raw): return understood(raw, operation)
        case .failure(let failure): return failure.answer(operation, isEffect: false)
        }
    }

    private func understood(_ raw: RawAnswer, _ operation: ConnectorOperation) -> Answer {
        guard !raw.items.isEmpty || operation.answer.list != nil else {
            return operation.answer.isOptional
                ? .done(value: .null, records: [], readBack: .notDeclared)
                : .failed(
                    code: "not-found", message: "\(operation.declaration.name): nothing is there")
        }
        do {
            let values = try raw.items.map { try value(of: $0, operation) ?? .null }
            return .done(
                value: operation.answer.list == nil ? values[0] : .array(values),
                records: raw.records(operation), readBack: .notDeclared)
        } catch {
            let failure = error as? MappingFailure
            return .failed(
                code: "answer-unreadable",
                message: "\(operation.declaration.name): "
                    + (failure.map { "\($0.place): \($0.message)" } ?? "unreadable"))
        }
    }

    /// The canonical value; where the definition wants none, what was received, without cards.
    func value(
        of item: JSON, _ operation: ConnectorOperation
    ) throws(MappingFailure) -> JSON? {
        guard let mapping = operation.answer.value else {
            guard operation.declaration.kind != .effect else { return nil }
            return CardNumberScreen.screened(value: item)
        }
        var evaluator = MappingEvaluator(definition)
        let scope = MappingScope(
            root: CardNumberScreen.screened(value: item), version: definition.apiVersion)
        let value = try evaluator.value(
            mapping, in: scope, field: operation.declaration.gives ?? "answer")
        for value in evaluator.unmapped { unmapped(value) }
        return value
    }
}

extension Answer {
    /// For the log: what kind of answer, and its code.
    var word: String {
        switch self {
        case .done: "done"
        case .failed(let code, _): "failed \(code)"
        case .retry(let code, _): "retry \(code)"
        case .unknown(let code): "unknown \(code)"
        }
    }
}

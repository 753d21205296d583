public import FairleadDomain
public import FairleadRuntime

/// Carries work, and counts what is under way and what came of it.
public struct MeasuredCarrier: WorkCarrier {
    private let carrier: any WorkCarrier
    private let metrics: Metrics

    public init(_ carrier: any WorkCarrier, metrics: Metrics) {
        self.carrier = carrier
        self.metrics = metrics
    }

    public func carry(_ work: WorkItem) async -> Answer {
        let connector = work.operation.connector
        metrics.beginWork(connector)
        let answer = await carrier.carry(work)
        let outcome =
            switch answer {
            case .done: "done"
            case .failed: "failed"
            case .retry: "retry"
            case .unknown: "unknown"
            }
        metrics.endWork(connector, outcome: outcome)
        return answer
    }
}

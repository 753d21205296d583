import FairleadDomain
import FairleadPlaybook

extension RetryPolicy {
    private static let keys = ["attemptsMax", "first", "max", "factor", "jitter", "giveUpAfter"]

    /// `{attemptsMax: 20, first: PT1S, max: PT5M, factor: 2, jitter: 50%, giveUpAfter: PT6H}`, and
    /// under `kinds` the same for one kind of error; what is not said there is as outside.
    static func parse(
        _ node: SourceNode?, of kind: OperationDeclaration.Kind, _ diagnostics: inout Diagnostics
    ) -> RetryPolicy {
        let standard = kind == .effect ? RetryPolicy.standard : .ofQuestions
        guard let node,
            let reader = MappingReader(
                node, "the retry", required: [], optional: keys + ["kinds"], &diagnostics)
        else { return standard }
        let whole = parse(reader, otherwise: standard, &diagnostics)
        var kinds: [ErrorKind: RetryPolicy] = [:]
        for member in reader.members("kinds", &diagnostics) {
            guard let kind = ErrorKind(rawValue: member.key) else {
                let known = ErrorKind.allCases.map(\.rawValue)
                diagnostics.error(
                    "'\(member.key)' is no kind of error", at: member.keyPosition,
                    hint: NearestName.hint(for: member.key, among: known))
                continue
            }
            guard
                let inner = MappingReader(
                    member.value, "the retry after '\(member.key)'", required: [],
                    optional: keys, &diagnostics)
            else { continue }
            kinds[kind] = parse(inner, otherwise: whole, &diagnostics)
        }
        return RetryPolicy(
            attemptsMax: whole.attemptsMax, firstWaitMilliseconds: whole.firstWaitMilliseconds,
            waitMillisecondsMax: whole.waitMillisecondsMax, factor: whole.factor,
            jitterPercent: whole.jitterPercent,
            giveUpAfterMilliseconds: whole.giveUpAfterMilliseconds, kinds: kinds)
    }

    private static func parse(
        _ reader: MappingReader, otherwise: RetryPolicy, _ diagnostics: inout Diagnostics
    ) -> RetryPolicy {
        RetryPolicy(
            attemptsMax: reader.integer("attemptsMax", in: 1...1_000, &diagnostics)
                .map { Int($0) } ?? otherwise.attemptsMax,
            firstWaitMilliseconds: reader.milliseconds("first", &diagnostics)
                ?? otherwise.firstWaitMilliseconds,
            waitMillisecondsMax: reader.milliseconds("max", &diagnostics)
                ?? otherwise.waitMillisecondsMax,
            factor: reader.integer("factor", in: 1...10, &diagnostics) ?? otherwise.factor,
            jitterPercent: percent(reader["jitter"], &diagnostics) ?? otherwise.jitterPercent,
            giveUpAfterMilliseconds: reader.milliseconds("giveUpAfter", &diagnostics)
                ?? otherwise.giveUpAfterMilliseconds)
    }

    private static func percent(_ node: SourceNode?, _ diagnostics: inout Diagnostics) -> Int64? {
        guard let node, let text = node.text("'jitter'", &diagnostics) else { return nil }
        if text.hasSuffix("%"), let share = Int64(text.dropLast()), (0...100).contains(share) {
            return share
        }
        diagnostics.error(
            "'jitter' must be a share from 0% to 100%", at: node.position, hint: "jitter: 50%")
        return nil
    }
}

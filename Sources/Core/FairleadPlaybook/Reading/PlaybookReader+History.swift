import FEEL
import FairleadDomain

// What was done before.
extension PlaybookReader {
    /// `creditsYear: {sum: billing.credit.amount, currency: USD, over: P12M, labels: [finance]}`,
    /// or `{count: billing.credit, over: P90D, labels: []}`.
    mutating func histories(_ fields: MappingReader) -> [History] {
        var all: [History] = []
        for member in fields.members("history", &diagnostics) {
            guard isFree(member.key, at: member.keyPosition),
                let inner = MappingReader(
                    member.value, "a history", required: ["over", "labels"],
                    optional: ["sum", "count", "currency"], &diagnostics)
            else { continue }
            guard let subject = inner.firstKey(of: ["sum", "count"]),
                inner.has("sum") != inner.has("count")
            else {
                diagnostics.error("a history has 'sum' or 'count'", at: member.value.position)
                continue
            }
            let measured = subject.key == "sum" ? sum(subject.value, inner) : count(subject, inner)
            let span = span(inner)
            let labels = Labels(inner.texts("labels", &diagnostics))
            guard let (operation, measure) = measured else { continue }
            // What an amount in another currency comes to is not known.
            let type: FEELType = measure == .count ? .number : .number.orNull
            scope.declare(history: member.key, type, labels)
            guard let span else { continue }
            all.append(
                History(
                    name: member.key, operation: operation, measure: measure, span: span,
                    labels: labels, position: member.keyPosition))
        }
        return all
    }

    private mutating func count(
        _ subject: SourceNode.Member, _ fields: MappingReader
    ) -> (String, History.Measure)? {
        if let currency = fields.member("currency") {
            diagnostics.error("'currency' goes with 'sum'", at: currency.keyPosition)
        }
        guard let name = subject.value.text("'count'", &diagnostics),
            let operation = effect(name, at: subject.value.position)
        else { return nil }
        return (operation.name, .count)
    }

    /// Of money alone: policy says what it is, everywhere, and no model's answer comes this way.
    private mutating func sum(
        _ node: SourceNode, _ fields: MappingReader
    ) -> (String, History.Measure)? {
        guard let text = node.text("'sum'", &diagnostics) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else {
            diagnostics.error(
                "'sum' names an argument of an effect", at: node.position,
                hint: "CONNECTOR.OPERATION.ARGUMENT")
            return nil
        }
        guard let operation = effect(parts[0] + "." + parts[1], at: node.position) else {
            return nil
        }
        let amounts = operation.arguments.filter { $0.type == "money" }.map(\.name)
        guard amounts.contains(parts[2]) else {
            diagnostics.error(
                "'\(parts[2])' is no argument of '\(operation.name)' that is money",
                at: node.position, hint: NearestName.hint(for: parts[2], among: amounts))
            return nil
        }
        guard let currency = fields.text("currency", &diagnostics) else {
            if !fields.has("currency") {
                diagnostics.error("a sum of money lacks 'currency'", at: node.position)
            }
            return nil
        }
        guard currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            diagnostics.error(
                "'\(currency)' is no currency", at: fields["currency"]?.position ?? node.position,
                hint: "three capitals, as ISO 4217 has them")
            return nil
        }
        return (operation.name, .sum(argument: parts[2], currency: currency))
    }

    private mutating func effect(
        _ name: String, at position: SourcePosition
    ) -> OperationDeclaration? {
        if let operation = vocabulary.operations[name], operation.kind == .effect {
            return operation
        }
        let known = vocabulary.operations.values.filter { $0.kind == .effect }.map(\.name)
        diagnostics.error(
            "'\(name)' is no effect", at: position,
            hint: NearestName.hint(for: name, among: known.sorted()))
        return nil
    }

    /// `P90D`, or whole months and years: `P12M`, `P1Y`.
    private mutating func span(_ fields: MappingReader) -> History.Span? {
        guard let node = fields["over"], let text = node.text("'over'", &diagnostics) else {
            return nil
        }
        let span: History.Span
        if let duration = YearsMonthsDuration(text) {
            span = .months(duration.months)
        } else if let milliseconds = node.milliseconds("'over'", &diagnostics) {
            span = .milliseconds(milliseconds)
        } else {
            return nil
        }
        switch span {
        case .months(1...History.monthsMax): return span
        // `ElapsedTime` takes no more than ten years.
        case .milliseconds(1...): return span
        case .months, .milliseconds:
            diagnostics.error(
                "a history goes back some time, and at most \(History.monthsMax) months",
                at: node.position)
            return nil
        }
    }
}

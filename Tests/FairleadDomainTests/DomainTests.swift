import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadTesting
import Testing

@Suite struct `Labels and money` {
    @Test func `the same set of labels has one text, whatever the order`() {
        let labels = Labels(["personal", "finance", "personal"])
        #expect(labels.text == "finance+personal")
        #expect(labels == Labels(text: "finance+personal"))
        #expect(Labels(text: labels.text) == labels)
        #expect(labels.union(Labels(["commercial"])).text == "commercial+finance+personal")
        #expect(Labels.none.isSubset(of: .none))
        #expect(!labels.isSubset(of: Labels(["finance"])))
        #expect(Labels(["finance"]).isSubset(of: labels))
    }

    @Test(arguments: [
        (Int64(418_000), "USD", "4180.00"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"),
        (1_200, "JPY", "1200"), (1_234, "KWD", "1.234"), (0, "USD", "0.00"),
    ])
    func `an amount has the digits of its currency`(units: Int64, currency: String, text: String) {
        #expect(Money(minorUnits: units, currency: currency).amount == text)
    }
}

@Suite struct `Retries and shards` {
    @Test func `waits double up to their bound, and half of each is spread`() {
        let policy = RetryPolicy(
            attemptsMax: 20, firstWaitMilliseconds: 1_000, waitMillisecondsMax: 300_000)
        for attempt in 2...60 {
            let least = policy.wait(beforeAttempt: attempt, jitter: 0)
            let most = policy.wait(beforeAttempt: attempt, jitter: 999)
            #expect(least <= most)
            #expect(most < 300_000)
            #expect(least >= min(150_000, 500 << Int64(min(attempt - 2, 20))))
        }
    }

    /// These stand on ledgers: another number would tear accounts from their chains.
    @Test(arguments: [("account-b8c0a3c8ef4ae6ea", 3), ("registry", 58), ("", 38)])
    func `an anchor's shard is the same for ever`(anchor: String, shard: Int) {
        #expect(Shards.shard(of: anchor) == shard)
    }

    @Test func `anchors are spread over all shards`() {
        var counts = [Int](repeating: 0, count: Shards.count)
        for number in 0..<6_400 { counts[Shards.shard(of: "account-\(number)")] += 1 }
        #expect(counts.allSatisfy { (50...150).contains($0) })
    }
}

@Suite struct `Values of objects` {
    private let money = FEELType.context(
        ContextType([.init("amount", .number), .init("currency", .string)]))

    @Test func `what is received is given the type that is declared`() throws {
        let value = try Value(
            ["amount": "4180.00", "currency": "USD"], as: money, at: "invoice.amount")
        #expect(JSON(value)["amount"]?.numberText == "4180.00")
        let day = try Value("2026-11-20", as: .date, at: "dueOn")
        #expect(JSON(day) == "2026-11-20")
    }

    @Test(arguments: [
        (JSON.string("soon"), FEELType.date), (.bool(true), .number),
        (.object(["amount": "4180.00"]), .list(.string)),
    ])
    func `what is of another type is an error with its place, and not its value`(
        json: JSON, type: FEELType
    ) {
        let error = #expect(throws: ConversionError.self) {
            try Value(json, as: type, at: "invoice.dueOn")
        }
        #expect(error?.path == "invoice.dueOn")
        #expect(error?.message.contains("soon") == false)
    }

    @Test func `a wrong value inside an object is named by its whole path`() {
        let error = #expect(throws: ConversionError.self) {
            try Value([["amount": true]] as JSON, as: .list(money), at: "receivables")
        }
        #expect(error?.path == "receivables.0.amount")
    }

    @Test func `a field that is missing is null, for the expression that reads it to refuse`()
        throws
    {
        let value = try Value(["currency": "USD"], as: money, at: "amount")
        #expect(JSON(value)["amount"]?.isNull == true)
    }
}

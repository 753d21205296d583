import FairleadCanonical
import FairleadEstate
import Testing

@Suite struct ChatAndModelTests {
    @Test(arguments: [(false, 2), (true, 1)])
    func `chat posts twice unless it was told to honour the key`(
        honours: Bool, messages: Int
    ) async throws {
        try await withEstate {
            $0.chatHonoursKey = honours
        } _: { _, client, _ in
            let message: JSON = [
                "channel": "#accounts", "text": "Acme is past due", "clientReference": "eff-8",
            ]
            for _ in 0..<2 {
                let posted = try await client.post(.chat, "/messages", message, key: "k")
                #expect(posted.status == 201)
            }
            #expect(try await client.get(.chat, "/messages").items.count == messages)
            #expect(try await client.post(.chat, "/messages", ["text": "?"]).status == 422)
        }
    }

    private let question: JSON = [
        "model": "churn-standin",
        "inputs": [
            "tier": "strategic", "daysToContractEnd": 45, "daysToNoticeDeadline": 15,
            "daysPastDue": 3, "openTickets": 1,
        ],
    ]

    @Test func `the stand-in answers a value, an interval and what it used`() async throws {
        try await withEstate { _, client, _ in
            let answer = try await client.post(.model, "/estimate", question)
            // 60 + 20 + 110 + 70 + 12 + 25 thousandths; one input is missing: 50 + 40 either way.
            #expect(answer.body["value"] == .number("0.297"))
            #expect(answer.body["interval"] == [.number("0.207"), .number("0.387")])
            #expect(answer.body["version"] == "1.0.0")
            #expect(answer.body["missing"] == ["severeIncidents"])
            #expect(
                try await client.post(.model, "/estimate", ["model": "other"]).status == 404)
        }
    }

    @Test func `wrong is out of range, over-confident is sure, down is 503`() async throws {
        try await withEstate { estate, client, _ in
            try await estate.setModelMode(.wrong)
            var values: Set<String> = []
            for _ in 0..<4 {
                let answer = try await client.post(.model, "/estimate", question).body
                values.insert(answer["value"]?.text ?? "")
            }
            #expect(values == ["7.3", "\"very likely\"", "0.4", "-0.2"])
            try await estate.setModelMode(.overConfident)
            let sure = try await client.post(.model, "/estimate", question).body
            #expect(sure["value"] == .number("0.99"))
            try await estate.setModelMode(.down)
            #expect(try await client.post(.model, "/estimate", question).status == 503)
            try await estate.setModelMode(.right)
            #expect(try await client.post(.model, "/estimate", question).status == 200)
        }
    }
}

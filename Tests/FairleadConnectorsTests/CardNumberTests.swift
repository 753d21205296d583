import FairleadCanonical
import FairleadConnector
import FairleadDomain
import FairleadTesting
import Testing

/// The numbers are those that Stripe and Adyen publish for tests.
@Suite struct CardNumberTests {
    func screened(_ text: String) -> String {
        String(
            decoding: CardNumberScreen.screened(
                Array(text.utf8), limits: EventMapper.bodyLimits), as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"a":"4242424242424242"}"#, #"{"a":"424242******4242"}"#),
        (
            #"{"a":"my card 5555 5555 5555 4444, thanks"}"#,
            #"{"a":"my card 5555 55** **** 4444, thanks"}"#
        ),
        (#"{"a":"3782-822463-10005"}"#, #"{"a":"3782-82****-*0005"}"#),
        (#"{"a":4242424242424242}"#, #"{"a":"424242******4242"}"#),
        (#"{"a":["x",{"b":"6011111111111117"}]}"#, #"{"a":["x",{"b":"601111******1117"}]}"#),
        (#"{"4000056655665556":1}"#, #"{"400005******5556":1}"#),
        (#"{"a":"\u0034242424242424242"}"#, #"{"a":"424242******4242"}"#),
        (#"{"a":"4222222222222"}"#, #"{"a":"422222***2222"}"#),
        (#"{"a":"6304000000000000000"}"#, #"{"a":"630400*********0000"}"#),
        (#"{"a":"12345 4242424242424242"}"#, #"{"a":"12345 424242******4242"}"#),
        ("not JSON 4242424242424242", "not JSON 424242******4242"),
    ])
    func `a card number is masked wherever it stands`(text: String, expected: String) {
        #expect(screened(text) == expected)
    }

    @Test(arguments: [
        #"{"ms":1732190400000,"ns":1732190400000000000}"#, #"{"a":"4242424242424241"}"#,
        #"{"id":"pi_1PgafyB7WZ01zgkWSjxsAJo3"}"#, #"{"a":"123456789012"}"#,
        #"{ "spaces" : "kept" , "n" : 1.50 }"#, #"{"a":"42424242424242424242"}"#,
    ])
    func `anything else stays as it is, byte for byte`(text: String) {
        #expect(screened(text) == text)
    }

    @Test func `no time in milliseconds of this century is taken for a card`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let time = Int64.random(in: 1_000_000_000_000..<2_900_000_000_000, using: &generator)
            let text = #"{"t":\#(time)}"#
            #expect(screened(text) == text)
        }
    }

    @Test func `a received card number is in no part of the event`() {
        let body = #"""
            {"id":"e1","type":"ticket.created","createdAt":"2026-11-20T10:00:00Z","data":{"id":"7",
            "revision":1,"subject":"card 4242 4242 4242 4242","status":"new","organisationId":"9"}}
            """#
        let mapper = EventMapper(Shipped.connector("helpDesk"))
        let event = mapper.receive(Array(body.utf8), now: noon).event
        #expect(!String(decoding: event.received, as: UTF8.self).contains("4242 4242 4242"))
        #expect(
            event.data["ticket"]?["subject"]?.stringValue == "card 4242 42** **** 4242")
    }
}

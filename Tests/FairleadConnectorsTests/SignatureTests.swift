import FairleadCanonical
import FairleadConnector
import FairleadTesting
import Testing

/// The signatures were computed with Python's hmac, not with what is tested.
@Suite struct SignatureTests {
    static let body = Array(#"{"id":"evt_1","object":"event"}"#.utf8)
    static let byNew = "068ae7d3a0153b64db1fc889767a74d4fd6e304b5782b5f4d0cb939ebcd29c39"
    static let byOld = "9eb710967127057a9e3328a4ebcd357c8ea74c57ae15dd72c067bff51d0866d7"
    static let signedSeconds: Int64 = 1_732_184_000
    static let stripe = Shipped.connector("billing").webhook
    static let generic = Shipped.connector("erp").webhook

    func failure(
        _ scheme: WebhookScheme?, _ headers: [(String, String)], body: [UInt8] = Self.body,
        secrets: [String] = ["whsec_new"], after seconds: Int64 = 0
    ) throws -> SignatureFailure? {
        try #require(scheme).failure(
            headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
            secrets: secrets.map { Array($0.utf8) },
            now: Instant(milliseconds: (Self.signedSeconds + seconds) * 1_000))
    }

    @Test func `Stripe's own form is believed`() throws {
        let header = "t=1732184000,v1=\(Self.byNew),v0=00"
        #expect(try failure(Self.stripe, [("stripe-signature", header)]) == nil)
    }

    @Test func `either secret is right while one is rotated, and only the new one afterwards`()
        throws
    {
        let old = [("Stripe-Signature", "t=1732184000,v1=\(Self.byOld)")]
        #expect(try failure(Self.stripe, old, secrets: ["whsec_new", "whsec_old"]) == nil)
        #expect(try failure(Self.stripe, old, secrets: ["whsec_new"]) == .wrong)
        let both = [("Stripe-Signature", "t=1732184000,v1=\(Self.byOld),v1=\(Self.byNew)")]
        #expect(try failure(Self.stripe, both, secrets: ["whsec_new"]) == nil)
    }

    @Test(
        arguments: [
            (-301, SignatureFailure.inFuture), (-300, nil), (0, nil), (300, nil), (301, .tooOld),
        ] as [(Int64, SignatureFailure?)])
    func `the replay window ends after 300 seconds either way`(
        seconds: Int64, expected: SignatureFailure?
    ) throws {
        let stripe = [("Stripe-Signature", "t=1732184000,v1=\(Self.byNew)")]
        #expect(try failure(Self.stripe, stripe, after: seconds) == expected)
        let generic = [("X-Timestamp", "1732184000"), ("X-Signature", "sha256=\(Self.byNew)")]
        #expect(try failure(Self.generic, generic, after: seconds) == expected)
    }

    @Test func `another body, another time and another secret are wrong`() throws {
        let right = [("Stripe-Signature", "t=1732184000,v1=\(Self.byNew)")]
        #expect(try failure(Self.stripe, right, body: Self.body + [0x20]) == .wrong)
        #expect(try failure(Self.stripe, right, secrets: ["whsec_other"]) == .wrong)
        #expect(try failure(Self.stripe, right, secrets: []) == .wrong)
        #expect(try failure(Self.stripe, right, secrets: [""]) == .wrong)
        let later = [("Stripe-Signature", "t=1732184001,v1=\(Self.byNew)")]
        #expect(try failure(Self.stripe, later) == .wrong)
    }

    @Test(arguments: [
        ("", SignatureFailure.malformed), ("t=1732184000", .malformed),
        ("v1=\(byNew)", .malformed), ("t=now,v1=\(byNew)", .malformed),
        ("t=01732184000,v1=\(byNew)", .malformed), ("t=1,t=2,v1=\(byNew)", .malformed),
        ("t=1732184000,v1=abc", .malformed), ("t=1732184000;v1=\(byNew)", .malformed),
        ("t=1732184000,v0=\(byNew)", .malformed), ("t=-1732184000,v1=\(byNew)", .malformed),
        (String(repeating: "v1=\(byNew),", count: 20) + "t=1732184000", .malformed),
    ])
    func `a header that cannot be read is refused`(
        header: String, expected: SignatureFailure
    ) throws {
        #expect(try failure(Self.stripe, [("Stripe-Signature", header)]) == expected)
    }

    @Test func `a header that is missing or there twice is refused`() throws {
        #expect(try failure(Self.stripe, []) == .missing)
        let twice = ("Stripe-Signature", "t=1732184000,v1=\(Self.byNew)")
        #expect(try failure(Self.stripe, [twice, twice]) == .missing)
        #expect(try failure(Self.generic, [("X-Timestamp", "1732184000")]) == .missing)
        #expect(
            try failure(
                Self.generic, [("X-Timestamp", "1732184000"), ("X-Signature", Self.byNew)])
                == .malformed)
    }
}

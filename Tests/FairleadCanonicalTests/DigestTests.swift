import FairleadCanonical
import Testing

@Suite struct DigestTests {
    private let domain = DigestDomain("test.1")

    // Computed apart, with Python's hashlib, over
    // length(tag) tag length(part) part …, each length in 8 bytes, the most significant first.
    @Test func `a digest is SHA-256 over tag and parts with their lengths`() {
        #expect(
            Digest.sha256(domain: domain, Array("ab".utf8), Array("c".utf8)).hex
                == "4fd1b938b961f6f0165db6c11e3f7e03b2a3537a1748973e0fe1acf8f27e0cda")
        #expect(
            Digest.sha256(domain: domain, Array("a".utf8), Array("bc".utf8)).hex
                == "f3de2b81bdeb5863d9fd9fe330caeb7f7ba900cc7d4b1beb44cef1df34f8921d")
        #expect(
            Digest.sha256(domain: domain).hex
                == "9c9ccbcbcfe32009c07676bfe0704c5cb144ea276050085320b923efe7ce6027")
        #expect(
            Digest.sha256(domain: domain, []).hex
                == "ebd2698bbbf1b757794c56189de9de18b8016cfd708dfcc65606e110a8004ffd")
    }

    @Test func `neither domains nor borders between parts can be confused`() {
        let digests = [
            Digest.sha256(domain: domain, Array("ab".utf8)),
            Digest.sha256(domain: domain, Array("a".utf8), Array("b".utf8)),
            Digest.sha256(domain: domain, Array("ab".utf8), []),
            Digest.sha256(domain: domain, [], Array("ab".utf8)),
            Digest.sha256(domain: DigestDomain("test.1a"), Array("b".utf8)),
            Digest.sha256(domain: DigestDomain("test."), Array("1ab".utf8)),
        ]
        #expect(Set(digests).count == digests.count)
    }

    @Test func `a digest is read from its own text and from no other`() throws {
        let digest = Digest.sha256(domain: domain)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect("\(digest)" == digest.hex)
        var written = ByteWriter()
        digest.writeHex(into: &written)
        #expect(written.bytes == Array(digest.hex.utf8))
        #expect(Digest(hex: digest.hex.uppercased()) == nil)
        #expect(Digest(hex: digest.hex.dropLast()) == nil)
        #expect(Digest(hex: digest.hex + "0") == nil)
        #expect(Digest(hex: digest.hex.dropLast() + "g") == nil)
        #expect(Digest(bytes: digest.bytes.dropLast()) == nil)
        #expect(Digest.zero.hex == String(repeating: "0", count: 64))
    }

    @Test func `digests are ordered as their texts`() {
        let digests = (0..<100).map { Digest.sha256(domain: domain, [UInt8($0)]) }
        #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
    }
}

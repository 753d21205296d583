import FairleadCanonical
import FairleadTesting
import Testing

@Suite struct Base64Tests {
    // RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 hold`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zm8=Zg==", "Zm 8", "Zm8=\n",
        "Zm-_", "Z=g=", "Zé==",
    ])
    func `what is not the one text of its bytes is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `bytes come back from base64 and from hexadecimal`() {
        var generator = SeededGenerator(seed: 5)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
        }
    }

    @Test(arguments: ["0", "0g", "AB", "a b0", "é"])
    func `what is not lower-case hexadecimal is refused`(text: String) {
        #expect(Hexadecimal.bytes(of: text) == nil)
    }
}

import Foundation
import Testing

@testable import FairleadTesting

@Suite struct `Support for tests` {
    @Test func `a seeded generator follows the published sequence`() {
        var generator = SeededGenerator(seed: 1_234_567)
        let drawn = (0..<5).map { _ in generator.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973,
                9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ])
    }
    @Test func `equal texts do not differ`() {
        #expect(firstDifference(of: "a\nb\n", from: "a\nb\n") == nil)
    }

    @Test func `the first line that differs is named`() {
        #expect(
            firstDifference(of: "a\nc\n", from: "a\nb\n")
                == "line 2\n  golden: \"b\"\n  found:  \"c\"")
    }

    @Test func `a missing newline at the end is a difference`() {
        #expect(
            firstDifference(of: "a", from: "a\n")
                == "line 2\n  golden: \"\"\n  found:  (the text ends)")
    }

    @Test func `an accent written in two ways is a difference`() {
        #expect(firstDifference(of: "e\u{301}", from: "\u{e9}") != nil)
    }

    @Test func `the package root holds the manifest`() {
        let manifest = packageRoot.appending(path: "Package.swift").path(percentEncoded: false)
        #expect(FileManager.default.fileExists(atPath: manifest))
    }
}

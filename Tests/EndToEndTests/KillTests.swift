import FairleadEstate
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

/// The server as its own process, killed under load; the systems that it works on live on.
@Suite("Killed at any moment", .serialized, .timeLimit(.minutes(180))) struct KillTests {
    @Test(
        .requirement("S0.28", part: "through kills of the process"),
        .requirement("S4.23", part: "nothing acknowledged is lost, nothing done twice"))
    func `what was acknowledged is kept, and nothing is done twice`() async throws {
        let kills = TestScale.soakKills(otherwise: 20)
        try await ServedEstate.during(rounds: kills) { world in
            var generator = SeededGenerator(seed: 20)
            var token: String?
            for round in 0..<kills {
                let server = try await world.serve()
                if token == nil { token = try await world.tokenOfController() }
                let consent = Task { [token] in try await world.consent(token ?? "") }
                try await world.load(round)
                // The moment is what is tested: before the first event until most is done.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<700, using: &generator)))
                server.kill()
                _ = try await server.outcome()
                _ = try? await consent.value
            }
            let figures = try await world.settleAndJudge()
            print("\(kills) kills: \(figures.text)")
            #expect(figures.acknowledged > kills / 4, "there was load")
            // Of few kills none may leave a server the time to take a consent.
            #expect(figures.granted > 0 || kills < 100, "people consented meanwhile")
            #expect(figures.done["key", default: 0] > 0 && figures.done["find", default: 0] > 0)
            try await expectSound(world, "fairlead.db")
        }
    }

    @Test func `a backup that is killed leaves nothing that could be taken for one`() async throws {
        try await ServedEstate.during(rounds: 3) { world in
            let server = try await world.serve()
            for round in 0..<3 { try await world.load(round) }
            var generator = SeededGenerator(seed: 21)
            var whole = 0
            for _ in 0..<12 {
                let backup = try world.line.start(["backup", "copy.db"])
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<60, using: &generator)))
                backup.kill()
                _ = try await backup.outcome()
                let copy = world.line.folder.appending(path: "copy.db").path
                guard FileManager.default.fileExists(atPath: copy) else { continue }
                whole += 1
                try await expectSound(world, "copy.db")
                try FileManager.default.removeItem(atPath: copy)
            }
            let last = try await world.line.run(["backup", "copy.db"])
            #expect(last.status == 0, "\(last.complaint)")
            try await expectSound(world, "copy.db")
            print("12 backups killed, \(whole) of them were whole before")
            server.kill()
            _ = try await server.outcome()
        }
    }

    /// The backup knows nothing of what came after it; the systems do.
    @Test func `what a restored store hears again is not done twice`() async throws {
        try await ServedEstate.during(rounds: 4) { world in
            let server = try await world.serve()
            for round in 0..<2 { try await world.load(round) }
            let backup = try await world.line.run(["backup", "copy.db"])
            #expect(backup.status == 0, "\(backup.complaint)")
            for round in 2..<4 { try await world.load(round) }
            await world.estate.settled()
            server.kill()
            _ = try await server.outcome()
            let lost = try await world.settleAndJudge()
            let doneBefore = world.estate.effects().filter { $0.done > 0 }
            let restored = try await world.settleAndJudge("copy.db")
            print("before: \(lost.text)\nrestored: \(restored.text)")
            // What was done before counts once yet; `settleAndJudge` looks at all the rest.
            let after = world.estate.effects()
            for effect in doneBefore {
                let same = after.first {
                    $0.operation == effect.operation && $0.reference == effect.reference
                }
                #expect(same?.done == effect.done, "\(effect.operation) \(effect.reference)")
            }
            #expect(restored.done["none"] == lost.done["none"], "what cannot be found is not sent")
            #expect(restored.unknown > 0, "what cannot be found done is a person's")
            try await expectSound(world, "copy.db")
        }
    }

    private func expectSound(_ world: ServedEstate, _ file: String) async throws {
        for command in ["verify", "replay"] {
            let outcome = try await world.line.run([command, "--store", "sqlite:\(file)"])
            #expect(outcome.status == 0, "\(outcome.output) \(outcome.complaint)")
        }
    }
}

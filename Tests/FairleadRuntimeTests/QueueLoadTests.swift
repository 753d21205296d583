import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `The share of promoted cases` {
    /// Tells of a customer of its own, whose failed payment is worth promoting.
    private func open(_ number: Int, in world: RuntimeWorld) throws {
        let id = "acme-\(number)"
        try world.tell(
            Told.account(id, same: ["billing": id, "erp": id]),
            Told.failure(
                id: "failure-\(number)", aliases: [.string("invoice-\(number)/1")], customer: id))
    }

    private func scores(_ world: RuntimeWorld) throws -> [Int64] {
        try world.cases.map { $0.scoreThousandths / 1_000 }.sorted(by: >)
    }

    @Test(.requirement("S4.1", part: "promoted cases are capped, below a severity 1"))
    func `of a full queue a tenth is promoted, however much speaks for the rest`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "138400.00"
        let world = try RuntimeWorld(customer)
        for number in 1...22 { try open(number, in: world) }
        let promoted = try scores(world).filter { $0 >= 70 }
        #expect(promoted.count == 2)
        #expect(promoted.allSatisfy { $0 < 90 })
        #expect(try scores(world).filter { $0 == 69 }.count == 20)
        try world.expectSound()
        // The count follows from the store, too: a new start goes on as before.
        try world.restart()
        for number in 23...31 { try open(number, in: world) }
        #expect(try scores(world).filter { $0 >= 70 }.count == 3)
        try world.expectSound()
    }

    @Test(.requirement("S4.1", part: "promoted cases are capped, below a severity 1"))
    func `cases that are decided at the same moment are no more of them promoted`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "138400.00"
        let world = try RuntimeWorld(customer)
        for number in 1...22 {
            let id = "acme-\(number)"
            try world.tell(Told.account(id, same: ["billing": id, "erp": id]))
        }
        let failures = try (1...22).map { number in
            try Told.failure(
                id: "failure-\(number)", aliases: [.string("invoice-\(number)/1")],
                customer: "acme-\(number)")
        }
        world.together { for failure in failures { world.submit([failure]) } }
        while !world.unanswered.isEmpty {
            let work = world.unanswered
            world.together { for one in work { world.answered(one, customer.answer(one.item)) } }
        }
        let promoted = try scores(world).filter { $0 >= 70 }
        #expect(try scores(world).count == 22)
        #expect(promoted.count <= 2)
        try world.expectSound()
    }

    @Test(.requirement("S4.1", part: "promoted cases are capped, below a severity 1"))
    func `a severity 1 stands above all that is promoted, and is not counted`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "138400.00"
        let world = try RuntimeWorld(customer)
        try open(1, in: world)
        customer.severeIncident = 1
        let severe = customer
        world.outside = { severe.answer($0) }
        try open(2, in: world)
        try open(3, in: world)
        #expect(try scores(world).filter { $0 >= 90 }.count == 2)
        #expect(try scores(world).last.map { (70..<90).contains($0) } == true)
        try world.expectSound()
    }
}

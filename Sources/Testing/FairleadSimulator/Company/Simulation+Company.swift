import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// A company lives with it: things happen when they happen, people work when they work, systems
/// take their time and fail as systems do.
extension Simulation {
    /// What waits for its time.
    enum Happening {
        case day
        case told(JSON)
        case durable
        case answered(String)
        case works(Witness.Touched, id: String)
        case wake
        case crash
    }

    /// Answers of ten thousand that are lost though the work was done, and that say "not now".
    private static let lostInTenThousand = 50
    private static let unavailableInTenThousand = 100
    /// In ten thousand days.
    private static let crashesInTenThousand = 200
    private static let outagesInTenThousand = 800
    private static let deployEachDays = 7

    /// Lives so many days, comes to rest, and looks at the whole.
    public func live(days: Int, in company: Company) throws -> SimulationReport {
        steps = days
        wholeAtRestartOneOf = nil
        outside.company = company
        // What goes wrong is drawn day by day, and not with each input.
        faults = Faults(seed: seed, without: Set(Fault.allCases))
        do {
            try begin(accounts: company.accounts)
            // All that follows is put into the queue; this was before it.
            while commit != nil { try finishCommit() }
            var year = CompanyYear(company, seed: seed ^ 0xC0)
            var queue = Happenings<Happening>()
            var asked: Set<String> = []
            queue.put(.day, at: WorkingTime.midnight(of: now, plus: 1))
            try settle(&queue, &asked)
            while let next = queue.popFirst() {
                now = max(now, next.at)
                if case .day = next.what {
                    step += 1
                    if step > days { break }
                    try beginDay(&year, &queue)
                } else {
                    try happen(next.what)
                }
                try settle(&queue, &asked)
                for index in invariants.indices { try invariants[index].stepped(self) }
            }
            try comeToRest()
            for index in invariants.indices { try invariants[index].rested(self) }
        } catch let broken as Broken {
            throw violated(broken.invariant, broken.message)
        }
        return try reported()
    }

    private func beginDay(
        _ year: inout CompanyYear, _ queue: inout Happenings<Happening>
    ) throws {
        let midnight = WorkingTime.midnight(of: now)
        for telling in year.day(midnight) { queue.put(.told(telling.event), at: telling.at) }
        queue.put(.day, at: WorkingTime.midnight(of: now, plus: 1))
        func moment() -> Instant { midnight.adding(milliseconds: Int64(chance.below(86_400_000))) }
        if chance.below(10_000) < Self.crashesInTenThousand || step % Self.deployEachDays == 0 {
            queue.put(.crash, at: moment())
        }
        if chance.below(10_000) < Self.outagesInTenThousand {
            let connectors = ["crm", "billing", "erp", "helpDesk", "chat", "model"]
            outside.goesDown(
                connectors[chance.below(connectors.count)],
                until: midnight.adding(milliseconds: Int64(chance.below(86_400_000))))
        }
    }

    private func happen(_ what: Happening) throws {
        switch what {
        case .told(let document):
            let event = try read(document)
            if network.knows(event) {
                network.sendAgain([event], by: .system)
            } else {
                network.send([event], by: .system)
            }
            while !network.isEmpty { deliver(at: 0) }
        case .durable: try finishCommit()
        case .answered(let id):
            guard let place = work.firstIndex(where: { $0.item.id == id }) else { return }
            answer(work.remove(at: place), usualFate(), .sensible)
        case .works(let touched, let id): try workOn(id, touched)
        case .wake:
            // The runtime has asked to be woken at another time since.
            guard let at = wakeAt, at <= now else { return }
            wakeAt = nil
            give(.tick)
        case .crash: try crash(powerLost: false)
        case .day: return
        }
    }

    private func usualFate() -> SimulatedOutside.Fate {
        let luck = chance.below(10_000)
        if luck < Self.lostInTenThousand { return .answerLost }
        if luck < Self.lostInTenThousand + Self.unavailableInTenThousand { return .refusesForNow }
        return .well
    }

    /// Hands over what came, and puts what follows into the queue.
    private func settle(
        _ queue: inout Happenings<Happening>, _ asked: inout Set<String>
    ) throws {
        while !inbox.isEmpty {
            let hadCommit = commit != nil
            let wokenAt = wakeAt
            try handOver()
            if commit != nil, !hadCommit {
                queue.put(.durable, at: now.adding(milliseconds: 4))
            }
            for piece in sent {
                queue.put(
                    .answered(piece.item.id),
                    at: now.adding(milliseconds: Int64(80 + chance.below(2_000))))
            }
            sent = []
            if let wakeAt, wakeAt != wokenAt { queue.put(.wake, at: wakeAt) }
        }
        for touched in changed { assign(touched, &queue, &asked) }
        changed = []
    }

    /// Somebody sees what waits for people, and does it when they come to it.
    private func assign(
        _ touched: Witness.Touched, _ queue: inout Happenings<Happening>,
        _ asked: inout Set<String>
    ) {
        guard let state = witness.anchors[touched.anchor] else { return }
        for matter in state.cases where !matter.isOver {
            let open =
                matter.approvals.filter { $0.status == .open }.map(\.id)
                + matter.tasks.filter { $0.status == .open }.map(\.id)
                + matter.exceptions.filter { $0.status == .open }.map(\.id)
            for id in open where asked.insert(id).inserted {
                // Most within the hour, some not today.
                let minutes = chance.below(10) < 8 ? chance.below(60) : chance.below(600)
                queue.put(
                    .works(touched, id: id),
                    at: WorkingTime.next(now.adding(milliseconds: Int64(minutes) * 60_000)))
            }
        }
    }

    private func workOn(_ id: String, _ touched: Witness.Touched) throws {
        let kinds: [Item.Kind] = [.approval, .task, .exception]
        let item = try kinds.lazy.compactMap { try self.store.item(kind: $0, id: id) }.first
        guard let item, item.state == "open" else { return }
        try act(on: item)
    }
}

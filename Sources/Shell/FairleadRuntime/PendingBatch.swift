import FairleadDomain
import FairleadEngine
import FairleadStore

/// What was stepped and is not durable yet, with what is to happen once it is.
struct PendingBatch {
    var batch = SteppedBatch()
    var replies: [(Ticket, RuntimeReply)] = []
    /// What was to be read, as it was when it was asked for: shown once that is durable.
    var reads: [(Ticket, AnchorState)] = []
    /// Work whose attempt leaves when this is durable.
    var work: [Begun] = []
    /// Anchors in the order in which they were first touched.
    private(set) var anchors: [String] = []
    private var touched: Set<String> = []
    /// Receipts by source and id, for duplicates that come before the commit.
    var receipts: [ReceiptKey: Receipt] = [:]
    var bytes = 0

    private var itemPlaces: [String: Int] = [:]
    private var agendaPlaces: [String: Int] = [:]

    /// Its entries as subscribers see them.
    var published: [PublishedEntry] {
        batch.segments.flatMap { segment in
            segment.records.map { stepped in
                PublishedEntry(
                    place: stepped.mark.place, anchor: segment.anchor, time: stepped.mark.time,
                    type: stepped.record.type, caseID: stepped.record.caseID,
                    fields: stepped.record.fields)
            }
        }
    }

    var isEmpty: Bool {
        batch.isEmpty && replies.isEmpty && reads.isEmpty
    }

    /// True the first time.
    mutating func touch(_ anchor: String) -> Bool {
        guard touched.insert(anchor).inserted else { return false }
        anchors.append(anchor)
        return true
    }

    func holds(_ anchor: String) -> Bool { touched.contains(anchor) }

    /// The last row of each item counts.
    mutating func put(_ items: [Item]) {
        for item in items {
            if let place = itemPlaces[item.id] {
                batch.rows.items[place] = item
            } else {
                itemPlaces[item.id] = batch.rows.items.count
                batch.rows.items.append(item)
            }
        }
    }

    mutating func put(_ agenda: Agenda) {
        if let place = agendaPlaces[agenda.anchor] {
            batch.rows.agendas[place] = agenda
        } else {
            agendaPlaces[agenda.anchor] = batch.rows.agendas.count
            batch.rows.agendas.append(agenda)
        }
    }

    mutating func put(_ receipt: Receipt) {
        receipts[ReceiptKey(receipt)] = receipt
        batch.rows.receipts.append(receipt)
    }
}

/// An attempt that was begun, and leaves once that is durable.
struct Begun {
    let work: WorkItem
    let place: DispatchQueueState.Place
    /// When it was begun, by the clock that nobody sets.
    let steady: Int64
}

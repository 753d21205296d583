public import FairleadCanonical
import FairleadLedger

// Entries: 1, previous (32), count, then for each: hash (32), length, bytes.
// Payloads: 1, count, then for each: entry less the first, label, 0 (purged) or 1, salt, bytes.
// Counts and lengths are four bytes. The two are apart so that a purge rewrites payloads only.
private let frameVersion: UInt8 = 1

extension Segment {
    /// The entries as one blob.
    public func framedEntries() -> [UInt8] {
        var frame = FrameWriter(
            reserving: 37 + entries.reduce(0) { $0 + $1.bytes.count + 36 })
        frame.put(frameVersion)
        frame.putRaw(previous)
        frame.put(UInt32(entries.count))
        for entry in entries {
            frame.putRaw(entry.hash)
            frame.put(entry.bytes)
        }
        return frame.bytes
    }

    /// The payloads as one blob.
    public func framedPayloads() -> [UInt8] {
        var frame = FrameWriter(reserving: 5 + payloads.reduce(0) { $0 + $1.frameBytes })
        frame.put(frameVersion)
        frame.put(UInt32(payloads.count))
        for payload in payloads {
            frame.put(UInt32(payload.number - first))
            frame.put(payload.label)
            switch payload.content {
            case .purged:
                frame.put(UInt8(0))
            case .kept(let salt, let bytes):
                frame.put(UInt8(1))
                frame.putRaw(salt.bytes)
                frame.put(bytes)
            }
        }
        return frame.bytes
    }

    /// A segment from its row. A blob that is not what `framedEntries` or `framedPayloads` wrote
    /// is `damaged`, and the message names the segment.
    public init(
        shard: Int, anchor: String, first: Int64, last: Int64, time: Instant,
        entries: UnsafeRawBufferPointer, payloads: UnsafeRawBufferPointer
    ) throws(StoreError) {
        func damaged(_ what: String) -> StoreError {
            StoreError(.damaged, "segment \(shard)/\(first)…\(last): its \(what) cannot be read")
        }
        var frame = FrameReader(entries)
        guard first >= 1, last >= first, last - first < Int64(StoreLimits.segmentEntriesMax),
            frame.byte() == frameVersion,
            let previous = frame.raw(Digest.byteCount).flatMap(Digest.init(bytes:)),
            let count = frame.number(), Int64(count) == last - first + 1
        else { throw damaged("entries") }
        var read: [SegmentEntry] = []
        read.reserveCapacity(count)
        for _ in 0..<count {
            guard let hash = frame.raw(Digest.byteCount).flatMap(Digest.init(bytes:)),
                let bytes = frame.part(byteCountMax: StoreLimits.entryBytesMax)
            else { throw damaged("entries") }
            read.append(SegmentEntry(hash: hash, bytes: bytes))
        }
        guard frame.isAtEnd else { throw damaged("entries") }
        guard let parts = SegmentPayload.read(payloads, first: first, last: last) else {
            throw damaged("payloads")
        }
        self.init(
            shard: shard, anchor: anchor, first: first, time: time, previous: previous,
            entries: read, payloads: parts)
    }

    /// This segment with one payload purged; nil if it has no such payload.
    public func purging(_ number: Int64, label: String) -> Segment? {
        var purged = payloads
        guard
            let index = purged.firstIndex(where: {
                $0.number == number && $0.label.utf8.elementsEqual(label.utf8)
            })
        else { return nil }
        purged[index] = SegmentPayload(number: number, label: label, content: .purged)
        return Segment(
            shard: shard, anchor: anchor, first: first, time: time, previous: previous,
            entries: entries, payloads: purged)
    }
}

extension SegmentPayload {
    fileprivate var frameBytes: Int {
        guard case .kept(_, let bytes) = content else { return 9 + label.utf8.count }
        return 13 + label.utf8.count + Salt.byteCount + bytes.count
    }

    fileprivate static func read(
        _ bytes: UnsafeRawBufferPointer, first: Int64, last: Int64
    ) -> [SegmentPayload]? {
        var frame = FrameReader(bytes)
        guard frame.byte() == frameVersion, let count = frame.number(),
            count <= StoreLimits.segmentPayloadsMax
        else { return nil }
        var payloads: [SegmentPayload] = []
        payloads.reserveCapacity(count)
        for _ in 0..<count {
            guard let offset = frame.number(), Int64(offset) <= last - first,
                let label = frame.part(byteCountMax: StoreLimits.keyBytesMax),
                let text = String(validating: label, as: UTF8.self),
                let content = readContent(&frame)
            else { return nil }
            payloads.append(
                SegmentPayload(number: first + Int64(offset), label: text, content: content))
        }
        return frame.isAtEnd ? payloads : nil
    }

    private static func readContent(_ frame: inout FrameReader) -> Content? {
        switch frame.byte() {
        case 0: return .purged
        case 1:
            guard let salt = frame.raw(Salt.byteCount).flatMap(Salt.init(bytes:)),
                let bytes = frame.part(byteCountMax: StoreLimits.payloadBytesMax)
            else { return nil }
            return .kept(salt: salt, bytes: bytes)
        default: return nil
        }
    }
}

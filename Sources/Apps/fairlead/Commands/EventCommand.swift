import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient
import Foundation

struct EventCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "Events.", subcommands: [Post.self])

    struct Post: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send CloudEvents: a JSON document or batch, or JSON lines.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The file, or - for standard input.") var file: String

        func run() async throws {
            let bytes = try read()
            let events = try parse(bytes)
            let receipts = try await server.connected(alone: .refused) { client in
                var receipts: [JSON] = []
                var rest = events[...]
                while !rest.isEmpty {
                    let batch = rest.prefix(Self.batchEventsMax)
                    rest = rest.dropFirst(batch.count)
                    let answer = try await client.send(
                        .postEvents, body: JSON.array(Array(batch)).bytes,
                        headers: [("Content-Type", "application/cloudevents-batch+json")])
                    receipts += answer["results"]?.items ?? []
                }
                return receipts
            }
            show(receipts)
        }

        static let batchEventsMax = 200

        private func read() throws -> [UInt8] {
            if file == "-" {
                return Array(FileHandle.standardInput.readDataToEndOfFile())
            }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Unavailable("\(file) cannot be read")
            }
            return Array(data)
        }

        /// One document (an event or a batch), or a document on each line.
        private func parse(_ bytes: [UInt8]) throws -> [JSON] {
            let limits = JSONLimits(documentBytesMax: 1 << 28, depthMax: 66)
            if let document = try? JSON.parse(bytes, limits: limits) {
                return document.arrayValue ?? [document]
            }
            var events: [JSON] = []
            for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
                do throws(JSONError) {
                    events.append(try JSON.parse(line, limits: limits))
                } catch {
                    throw Problem(
                        400, "event-syntax", "line \(number + 1): \(error.message)")
                }
            }
            return events
        }

        private func show(_ receipts: [JSON]) {
            if server.json {
                print(JSON.object(["results": .array(receipts)]).text)
                return
            }
            var table = Table("source", "id", "entry", "", "cases")
            for receipt in receipts {
                table.add(
                    receipt.words("source"), receipt.words("id"),
                    "\(receipt.words("entry.shard") ?? "")/\(receipt.words("entry.number") ?? "")",
                    receipt["duplicate"] == true ? "known already" : "new",
                    receipt.words("cases"))
            }
            print(table.text)
        }
    }
}

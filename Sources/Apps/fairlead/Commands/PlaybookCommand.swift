import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadDrawing
import FairleadPlaybook
import Foundation

/// `fairlead playbook`: the playbooks of a catalog, to look at.
struct PlaybookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playbook", abstract: "List playbooks, and draw one.",
        subcommands: [List.self, Show.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The playbooks of a catalog.")

        @OptionGroup var source: CatalogFolder
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let playbooks = try source.playbooks()
            if json {
                let items = playbooks.map { playbook -> JSON in
                    [
                        "name": .string(playbook.name),
                        "version": .integer(Int64(playbook.version)),
                        "owner": .string(playbook.owner), "purpose": .string(playbook.purpose),
                    ]
                }
                return print(JSON.object(["items": .array(items)]).text)
            }
            var table = Table("PLAYBOOK", "VERSION", "OWNER", "PURPOSE")
            for playbook in playbooks {
                table.add(
                    playbook.name, String(playbook.version), playbook.owner, playbook.purpose)
            }
            print(table.text)
        }
    }

    struct Show: ParsableCommand {
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case text, svg, bpmn, dot
        }

        static let configuration = CommandConfiguration(
            abstract: "Draw a playbook.",
            discussion: """
                text is for the terminal; svg is a picture, drawn by Graphviz, whose input is dot; \
                bpmn is BPMN 2.0 with its diagram, for modelling tools.
                """)

        @ArgumentParser.Argument(help: "The playbook's name.") var name: String
        @OptionGroup var source: CatalogFolder
        @Option(name: .customLong("as"), help: "text, svg, bpmn or dot.") var format = Format.text
        @Option(help: "Write to a file instead.") var output: String?

        func run() throws {
            let playbooks = try source.playbooks()
            guard let playbook = playbooks.first(where: { $0.name == name }) else {
                let names = playbooks.map(\.name).joined(separator: ", ")
                Terminal.complain("no playbook \(name); there are \(names)")
                throw Exit.found
            }
            let drawn: String
            do {
                drawn = try draw(PlaybookOutline(playbook))
            } catch let failure as Graphviz.Failure {
                Terminal.complain(failure.message)
                throw Exit.unavailable
            }
            guard let output else { return print(drawn, terminator: "") }
            try Data(drawn.utf8).write(to: URL(filePath: output), options: .atomic)
        }

        private func draw(_ outline: PlaybookOutline) throws -> String {
            switch format {
            case .text: outline.text(columns: Terminal.columns) + "\n"
            case .dot: PlaybookPicture(outline).dot
            case .svg:
                String(
                    decoding: try Graphviz.draw(PlaybookPicture(outline).dot, as: "svg"),
                    as: UTF8.self)
            case .bpmn: try BPMNDocument.xml(of: outline)
            }
        }
    }
}

/// A catalog's folder, compiled when it is asked for.
struct CatalogFolder: ParsableArguments {
    @Option(help: "The catalog's folder.") var catalog = "Catalog"

    /// Its playbooks; what is wrong with it is told, and ends the command.
    func playbooks() throws -> [Playbook] {
        do {
            return try Catalog.load(directory: catalog).governance.playbooks
        } catch {
            for finding in error.diagnostics { Terminal.complain(finding.text) }
            throw Exit.found
        }
    }
}

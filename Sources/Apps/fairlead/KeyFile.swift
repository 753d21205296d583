import FairleadLedger
import Foundation

/// The key that signs checkpoints: 32 bytes in a file beside the store that only its owner reads.
enum KeyFile {
    static func key(besideStore path: String) throws -> CheckpointKey {
        let file = path + "-key"
        if let bytes = FileManager.default.contents(atPath: file) {
            guard let key = CheckpointKey(bytes: Array(bytes)) else {
                throw Unavailable("\(file) holds no key of 32 bytes")
            }
            return key
        }
        let bytes = Installation.entropy()
        guard let key = CheckpointKey(bytes: bytes),
            FileManager.default.createFile(
                atPath: file, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { throw Unavailable("\(file) cannot be written") }
        return key
    }
}

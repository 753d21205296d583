import Foundation

/// The folder of Package.swift, whatever the working directory is.
public let packageRoot: URL = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }  // Sources/Testing/FairleadTesting/file
    return folder
}()

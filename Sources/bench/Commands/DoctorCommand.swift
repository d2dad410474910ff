import ArgumentParser
import Foundation
import Numerics
import Primitives
import Runner
import Store

/// The command `bench doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine: kernels, reproducibility, store.",
        discussion:
            "Trains a small fixed cell on every instruction-set level and compares its bits with the published ones."
    )

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let findings = try DoctorReport(storePath: store.path)
        try Terminal.output(json ? findings.json : findings.text)
        if !findings.isReproducible {
            throw ArgumentParser.ExitCode(Primitives.ExitCode.verificationMismatch.rawValue)
        }
        if let code = findings.storeFault { throw ArgumentParser.ExitCode(code.rawValue) }
    }
}

import Foundation
import Primitives
import Testing

@testable import Runner

@Suite("A file as of a git revision") final class GitFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: folder) }

    private func git(_ arguments: String...) {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        let result = GitCommand.run(identity + arguments, in: folder.path)
        #expect(result.status == 0, "\(result.message)")
    }

    private func write(_ text: String) throws {
        let place = folder.appendingPathComponent("results/baselines")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try text.write(to: place.appendingPathComponent("main.json"), atomically: true, encoding: .utf8)
    }

    private func code(_ path: String, at revision: String) -> (code: ExitCode, message: String)? {
        do throws(BenchError) {
            _ = try GitFile.text(path, at: revision)
            return nil
        } catch {
            #expect(error.diagnostics.allSatisfy { $0.remedy != nil })
            return (error.exitCode, error.description)
        }
    }

    @Test("earlier revisions are read, also of files and folders that are gone") func revisions() throws {
        let path = folder.appendingPathComponent("results/baselines/main.json").path
        git("init", "-q")
        try write("one\n")
        git("add", ".")
        git("commit", "-qm", "one")
        git("tag", "first")
        try write("two\n")
        git("commit", "-qam", "two")
        #expect(try GitFile.text(path, at: "first") == "one\n")
        #expect(try GitFile.text(path, at: "HEAD") == "two\n")
        #expect(try GitFile.text(path, at: "HEAD~1") == "one\n")
        try FileManager.default.removeItem(at: folder.appendingPathComponent("results"))
        #expect(try GitFile.text(path, at: "first") == "one\n")

        let unknown = try #require(code(path, at: "nowhere"))
        #expect(unknown.code == .nothingCompared && unknown.message.contains("nowhere"))
        // A word that git could take for an option is a revision that is not there.
        #expect(code(path, at: "--help")?.code == .nothingCompared)
        let missing = try #require(code(folder.appendingPathComponent("none.json").path, at: "HEAD"))
        #expect(missing.code == .nothingCompared && missing.message.contains("none.json"))
        // A folder is no file.
        #expect(code(folder.appendingPathComponent("results").path, at: "HEAD")?.code == .nothingCompared)
    }

    @Test(
        "a file that was not there yet is none; a revision that is not there is wrong usage"
    )
    func textIfAny() throws {
        let path = folder.appendingPathComponent("results/baselines/main.json").path
        git("init", "-q")
        try write("one\n")
        git("add", ".")
        git("commit", "-qm", "one")
        #expect(try GitFile.textIfAny(path, at: "HEAD") == "one\n")
        #expect(try GitFile.textIfAny(folder.appendingPathComponent("none.json").path, at: "HEAD") == nil)
        func code(_ path: String, _ revision: String) -> ExitCode? {
            do throws(BenchError) {
                _ = try GitFile.textIfAny(path, at: revision)
                return nil
            } catch {
                #expect(error.diagnostics.allSatisfy { $0.remedy != nil })
                return error.exitCode
            }
        }
        #expect(code(path, "HEAD^") == .usage && code(path, "--help") == .usage)
        #expect(code(folder.appendingPathComponent("results").path, "HEAD") == .data)
    }

    @Test("a word stands for a commit, which messages name") func resolved() throws {
        let path = folder.appendingPathComponent("results/baselines/main.json").path
        git("init", "-q")
        try write("one\n")
        git("add", ".")
        git("commit", "-qm", "one")
        let head = try GitFile.resolved("HEAD", around: path)
        #expect(head.commit.utf8.count == 40 && head.commit.hasPrefix(head.short) && head.short.count == 12)
        #expect(head.title == "HEAD (\(head.short))")
        #expect(try GitFile.resolved(head.commit, around: path).title == head.short)
        #expect(try GitFile.textIfAny(path, at: head.short) == "one\n")
        do throws(BenchError) {
            _ = try GitFile.resolved("nowhere", around: path)
            Issue.record("there is no such revision")
        } catch {
            #expect(error.exitCode == .usage)
        }
    }

    @Test("without a repository it is wrong usage") func noRepository() throws {
        try write("one\n")
        let error = try #require(
            code(folder.appendingPathComponent("results/baselines/main.json").path, at: "HEAD"))
        #expect(error.code == .usage && error.message.contains("no git repository"))
    }
}

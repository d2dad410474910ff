import Foundation
import Primitives
import Testing

@testable import Store

@Suite("Where a store may be") struct PlaceTests {
    @Test("file systems that machines share are told by their type") func types() {
        let shared = [
            "nfs", "nfs4", "cifs", "smb3", "lustre", "gpfs", "afs", "ceph", "beegfs", "fuse.sshfs",
            "fuse.glusterfs",
        ]
        let local = [
            "ext4", "tmpfs", "xfs", "btrfs", "overlay", "zfs", "apfs", "fuseblk", "fuse.fuse-overlayfs",
            "fuse",
            "9p", "virtiofs", "",
        ]
        #expect(shared.filter { !FileSystemKind.isShared($0) }.isEmpty)
        #expect(local.filter(FileSystemKind.isShared).isEmpty)
        #expect(FileSystemKind.network(at: FileManager.default.temporaryDirectory.path) == nil)
    }

    @Test("the mount of a path is the one with the longest mount point above it") func mounts() {
        let mounts = """
            22 1 8:1 / / rw,relatime - ext4 /dev/root rw
            30 22 0:40 / /data/ann rw,nosuid shared:5 - fuse.sshfs ann@far:/ rw
            31 22 0:41 / /data/ann/my\\040disk rw - ext4 /dev/sdb rw
            """
        #expect(FileSystemKind.mountType(of: "/data/ann/a/b", in: mounts) == "fuse.sshfs")
        #expect(FileSystemKind.mountType(of: "/data/anna", in: mounts) == "ext4")
        #expect(FileSystemKind.mountType(of: "/data/ann/my disk/x", in: mounts) == "ext4")
        #expect(FileSystemKind.mountType(of: "/data/ann", in: mounts) == "fuse.sshfs")
        #expect(FileSystemKind.mountType(of: "/x", in: "") == nil)
    }

    @Test("each refusal says what is wrong and what to do; reading asks for less") func refusals() throws {
        func refusal(
            _ mode: Store.Mode = .readWriteCreate, item: StorePlace.Item = .file,
            _ change: (inout StorePlace) -> Void = { _ in }
        ) -> BenchError? {
            var place = StorePlace(path: "s.sqlite", item: item)
            place.header = .sound
            change(&place)
            return place.refusal(mode)
        }
        #expect(refusal() == nil && refusal(item: .nothing) == nil)
        #expect(refusal(.readOnly, item: .nothing)?.exitCode == .data)
        #expect(refusal(.readWriteExisting, item: .nothing)?.exitCode == .data)
        #expect(refusal(item: .directory)?.exitCode == .data && refusal(item: .other)?.exitCode == .data)
        let cases: [(String, ExitCode, Bool, (inout StorePlace) -> Void)] = [
            ("network file system (NFS)", .storeBusy, true, { $0.network = "NFS" }),
            ("\"s.sqlite\" is write-protected", .storeBusy, true, { $0.isFileWritable = false }),
            ("folder of the store", .storeBusy, true, { $0.isFolderWritable = false }),
            ("another program", .data, false, { $0.header = .foreign }),
            ("newer than this program's", .data, false, { $0.header = .newer(99) }),
            ("not an SQLite database", .data, false, { $0.header = .notSQLite }),
            ("header of the store", .data, false, { $0.header = .damaged("x") }),
        ]
        for (text, code, mayRead, change) in cases {
            let error = try #require(refusal(.readWriteCreate, change))
            #expect(error.exitCode == code && error.description.contains(text), "\(error)")
            #expect(error.description.contains("remedy"))
            #expect((refusal(.readOnly, change) == nil) == mayRead)
        }
    }

    @Test("a header is judged before SQLite sees the file") func headers() {
        var sound = [UInt8](repeating: 0, count: 100)
        sound.replaceSubrange(0..<16, with: Array("SQLite format 3\0".utf8))
        sound.replaceSubrange(16..<24, with: [16, 0, 2, 2, 0, 64, 32, 32])
        sound[63] = 3
        sound.replaceSubrange(68..<72, with: Array("BNCH".utf8))
        func header(_ change: (inout [UInt8]) -> Void) -> StoreHeader {
            var bytes = sound
            change(&bytes)
            return StoreHeader(bytes)
        }
        #expect(header { _ in } == .sound && StoreHeader([]) == .empty)
        #expect(header { $0.replaceSubrange(68..<72, with: [0, 0, 0, 0]) } == .sound)
        #expect(header { $0[68] = 1 } == .foreign)
        #expect(header { $0[63] = 99 } == .newer(99))
        #expect(header { $0[0] = 0 } == .damaged("it does not begin as SQLite's files do"))
        #expect(header { $0[17] = 3 } == .damaged("a page of 4099 bytes is impossible"))
        #expect(header { $0[21] = 1 } == .damaged("its constants are wrong"))
        #expect(header { $0.removeLast() } == .damaged("it ends after 99 bytes"))
        #expect(StoreHeader(Array("hello, world".utf8)) == .notSQLite)
    }
}

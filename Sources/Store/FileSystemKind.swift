import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a store may not lie on: a write-ahead log needs memory that all its users share, and locks that hold.
enum FileSystemKind {
    /// The name of a file system that other machines share, by the type in `statfs` (Linux) and, for those in user
    /// space, the type in `/proc/self/mountinfo`; nil for a local one.
    ///
    /// 9p, virtiofs and the shared folders of virtual machines link a machine with its own host and count as local.
    static func network(type: UInt32, mountType: String? = nil) -> String? {
        switch type {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x7375_7245: "Coda"
        case 0x564C: "NCP"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        case 0x00C3_6400: "Ceph"
        case 0x1983_0326: "BeeGFS"
        case 0x2003_0528: "OrangeFS"
        case 0x0116_1970: "GFS2"
        case 0x7461_636F: "OCFS2"
        case 0xAAD7_AAEA: "PanFS"
        case 0x6573_5546: mountType.flatMap(networkInUserSpace)
        default: nil
        }
    }

    /// For a file system in user space, by its type: `fuse.sshfs` and the like.
    private static func networkInUserSpace(_ mountType: String) -> String? {
        let name = mountType.hasPrefix("fuse.") ? String(mountType.dropFirst(5)) : mountType
        let shared = [
            "sshfs", "glusterfs", "s3fs", "s3ql", "rclone", "gcsfuse", "goofys", "blobfuse", "blobfuse2",
            "juicefs",
            "davfs", "davfs2", "curlftpfs", "smbnetfs", "nfs", "ceph", "ceph-fuse", "cephfs", "moosefs",
            "mfs",
            "lizardfs", "seaweedfs", "beegfs", "mount-s3", "afuse", "cvmfs2", "orangefs", "xtreemfs",
        ]
        return shared.contains(name) ? name : nil
    }

    /// The name of the file system that other machines share and that has the file or folder; nil for a local one.
    static func network(at path: String) -> String? {
        var facts = statfs()
        guard statfs(path, &facts) == 0 else { return nil }
        #if canImport(Darwin)
            guard facts.f_flags & UInt32(MNT_LOCAL) == 0 else { return nil }
            return withUnsafeBytes(of: facts.f_fstypename) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        #else
            let type = UInt32(truncatingIfNeeded: facts.f_type)
            let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
            return network(type: type, mountType: mounts.flatMap { mountType(of: path, in: $0) })
        #endif
    }

    /// The type of the mount that has `path`, an absolute path without links: that with the longest mount point.
    static func mountType(of path: String, in mounts: String) -> String? {
        var found: (length: Int, type: String)?
        for line in mounts.split(separator: "\n") {
            // proc(5): fields up to a hyphen, the fifth is the mount point; then the type.
            let fields = line.split(separator: " ")
            guard let hyphen = fields.firstIndex(of: "-"), hyphen > 4, hyphen + 1 < fields.count else {
                continue
            }
            let point = fields[4].replacingOccurrences(of: "\\040", with: " ")
            let isInside = path == point || path.hasPrefix(point.hasSuffix("/") ? point : point + "/")
            if isInside, point.count >= found?.length ?? 0 {
                found = (point.count, String(fields[hyphen + 1]))
            }
        }
        return found?.type
    }
}

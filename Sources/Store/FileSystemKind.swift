import Foundation

#if canImport(Darwin)
    import Darwin
#endif

/// What a store may not be written on: a write-ahead log needs memory that all its users share, and locks that hold.
enum FileSystemKind {
    /// Whether other machines share a file system of that type, by the name that the system gives it.
    ///
    /// 9p, virtiofs and the shared folders of virtual machines link a machine with its own host and count as local.
    static func isShared(_ type: String) -> Bool {
        // In user space on Linux: "fuse.sshfs"; "fuse.nfs" and the like mean the same as "nfs".
        shared.contains(type.hasPrefix("fuse.") ? String(type.dropFirst(5)) : type)
    }

    private static let shared = Set(
        """
        acfs afpfs afs afuse beegfs blobfuse blobfuse2 ceph ceph-fuse cephfs cifs coda curlftpfs cvmfs2 davfs davfs2
        efs fhgfs ftp gcsfuse gfs gfs2 glusterfs goofys gpfs juicefs lizardfs lustre mfs moosefs mount-s3 ncpfs nfs
        nfs4 ocfs2 orangefs panfs pvfs2 rclone s3fs s3ql seaweedfs smb2 smb3 smbfs smbnetfs sshfs wekafs webdav
        xtreemfs
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// The type of the file system that other machines share and that has the file or folder; nil for a local one.
    static func network(at path: String) -> String? {
        #if canImport(Darwin)
            var facts = statfs()
            guard statfs(path, &facts) == 0, facts.f_flags & UInt32(MNT_LOCAL) == 0 else { return nil }
            return withUnsafeBytes(of: facts.f_fstypename) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        #else
            let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8),
                let type = mountType(of: path, in: mounts), isShared(type)
            else { return nil }
            return type
        #endif
    }

    /// The type of the mount that has `path`, an absolute path without links: that with the longest mount point, the
    /// last of several on top of one another.
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

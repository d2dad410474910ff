import Primitives

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A user's file, read in chunks so that its size never matters.
struct InputFile {
    /// The path, absolute or relative to the working directory.
    let path: String

    /// A file; `path` is relative to `directory` unless it is absolute.
    init(path: String, relativeTo directory: String) {
        if path.hasPrefix("/") || directory.isEmpty || directory == "." {
            self.path = path
        } else {
            self.path = directory.hasSuffix("/") ? directory + path : directory + "/" + path
        }
    }

    /// Whether the path ends in .gz.
    var isNamedCompressed: Bool { path.lowercased().hasSuffix(".gz") }

    /// Its size in bytes; nil where it is no regular file.
    var size: Int? {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(status.st_size)
    }

    /// The last part of the path without its extension, or both of them where it is compressed.
    var name: String {
        var file = path.split(separator: "/").last ?? "dataset"
        if isNamedCompressed, file.count > 3 { file = file.dropLast(3) }
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return String(file) }
        return String(file[..<dot])
    }

    /// Hands the file's bytes to `body`, a chunk at a time and in order.
    ///
    /// Throws when there is no such regular file or it cannot be read.
    func forEachChunk(size: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) -> Void) throws(BenchError) {
        guard !path.utf8.contains(0) else {
            throw BenchError(.data, "the path contains a NUL character")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw BenchError(
                .data, "is a directory, not a file", at: .init(file: path), remedy: "name a file inside it")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw BenchError(
                .data, "is not a regular file", at: .init(file: path),
                remedy: "copy its content to a file: a result must be repeatable")
        }
        guard let stream = fopen(path, "rb") else { throw failure(errno) }
        // Chunks are large enough: another buffer would only copy them.
        setvbuf(stream, nil, _IONBF, 0)
        defer { fclose(stream) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = fread(buffer.baseAddress, 1, size, stream)
            if count > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
            if count < size { break }
        }
        if ferror(stream) != 0 { throw failure(errno) }
    }

    private func failure(_ code: Int32) -> BenchError {
        let location = Diagnostic.Location(file: path)
        guard code == ENOENT || code == ENOTDIR else {
            return BenchError(.data, "cannot be read: " + String(cString: strerror(code)), at: location)
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        let names = Self.names(in: parts.count == 1 ? "." : folder.isEmpty ? "/" : folder)
        return BenchError(
            .data, "no such file" + Suggestion.hint(for: String(parts.last ?? ""), among: names),
            at: location,
            remedy: "a path is relative to the folder of the suite's file")
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < 10_000, let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

import CZlib
import Primitives

/// Inflates a gzip file (RFC 1952) as its bytes arrive; members may follow each other.
///
/// Checksums and lengths are checked by zlib. After the first error everything is ignored.
final class GzipInflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let file: String
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// Whether a member has ended and no other has begun.
    private var isBetweenMembers = true
    private var hasMember = false
    private var isPadding = false
    /// What is wrong with the data.
    private(set) var failure: BenchError?

    /// An inflater of the file named `file` in messages.
    init(file: String) {
        self.file = file
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 asks for gzip's header and trailer, 15 for the largest window there is.
        let status = inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK {
            failure = BenchError(.data, "zlib cannot start: \(status)", at: .init(file: file))
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        room.deallocate()
    }

    /// Takes the next compressed bytes and calls `body` with what they hold.
    func consume(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        while failure == nil, start < bytes.count {
            if isBetweenMembers {
                guard beginMember(bytes[start]) else {
                    start += 1
                    continue
                }
            }
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: (base + start).assumingMemoryBound(to: UInt8.self))
            // zlib counts in 32 bits; chunks are far smaller, and what is left is taken by the next turn.
            let given = min(bytes.count - start, 1 << 30)
            stream.pointee.avail_in = UInt32(given)
            inflateAll(body)
            let taken = given - Int(stream.pointee.avail_in)
            // zlib takes something as long as it has room to write; an endless loop would be worse than an error.
            if taken == 0, failure == nil { fail("the compressed data cannot be read on") }
            start += taken
        }
    }

    /// Whether `byte` begins a member; noughts after the last one are padding (of tapes, and of `gzip` itself).
    private func beginMember(_ byte: UInt8) -> Bool {
        if hasMember, byte == 0 {
            isPadding = true
            return false
        }
        guard !isPadding else {
            fail("there are bytes after the end of the compressed data")
            return false
        }
        if hasMember { inflateReset(stream) }
        (isBetweenMembers, hasMember) = (false, true)
        return true
    }

    /// Says that there are no more bytes; what is wrong is in `failure`.
    func finish() {
        guard failure == nil else { return }
        if !hasMember {
            fail("the file is empty")
        } else if !isBetweenMembers {
            fail("the compressed data end too early")
        }
    }

    private func inflateAll(_ body: (UnsafeRawBufferPointer) -> Void) {
        repeat {
            stream.pointee.next_out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room.count)
            let status = inflate(stream, Z_NO_FLUSH)
            let count = room.count - Int(stream.pointee.avail_out)
            if count > 0 { body(UnsafeRawBufferPointer(rebasing: room[..<count])) }
            switch status {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                isBetweenMembers = true
                return
            default:
                let detail = stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""
                fail("is no sound gzip file" + detail)
                return
            }
        } while stream.pointee.avail_out == 0
    }

    private func fail(_ message: String) {
        failure = BenchError(
            .data, message, at: .init(file: file),
            remedy: "copy or compress the file again; gzip --test checks it")
    }
}

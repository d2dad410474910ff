/// Cuts a stream of bytes into the frames that were written to it: a length of four bytes, then so many.
struct FrameBuffer {
    /// No message of ours is as long; what claims to be comes from no worker of ours.
    static let longest = 1 << 30

    private var bytes: [UInt8] = []
    private var start = 0

    init() {}

    /// `payload` as it is written to a stream.
    static func frame(_ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(UInt32(payload.count))
        return writer.bytes + payload
    }

    mutating func append(_ more: some Collection<UInt8>) {
        if start > 1 << 16 || start == bytes.count {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The messages of a worker that are there, up to the first that is none.
    mutating func replies() -> (replies: [WorkerProtocol.Reply], fault: MalformedMessage?) {
        var replies: [WorkerProtocol.Reply] = []
        do throws(MalformedMessage) {
            while let frame = try next() { replies.append(try WorkerProtocol.Reply(frame)) }
        } catch {
            return (replies, error)
        }
        return (replies, nil)
    }

    /// The next whole frame; nil until more bytes come.
    mutating func next() throws(MalformedMessage) -> [UInt8]? {
        guard bytes.count - start >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        guard length <= Self.longest else {
            throw MalformedMessage(description: "a message of \(length) bytes")
        }
        guard bytes.count - start - 4 >= length else { return nil }
        defer { start += 4 + length }
        return Array(bytes[start + 4..<start + 4 + length])
    }
}

import Primitives
import Records

/// Texts of the store as what they stand for; anything else is damage.
extension Store {
    static func parse(_ text: String) throws -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw StoreFailure.damaged("a stored JSON text: \(error)")
        }
    }

    static func digest(_ text: String) throws -> Digest {
        guard let digest = Digest(hexadecimal: text) else {
            throw StoreFailure.damaged("the digest \"\(text)\"")
        }
        return digest
    }

    static func part(_ text: String) throws -> DataPart {
        guard let part = DataPart(rawValue: text) else {
            throw StoreFailure.damaged("the data part \"\(text)\"")
        }
        return part
    }

    static func kind(_ text: String) throws -> Status.Kind {
        guard let kind = Status.Kind(rawValue: text) else {
            throw StoreFailure.damaged("the status \"\(text)\"")
        }
        return kind
    }

    static func status(_ text: String, cause: String?) throws -> Status {
        try Status(kind: kind(text), cause: cause)
    }
}

import Records

/// Finds the first place of an identity in a list: eight to sixteen bytes per place, where a dictionary has about eighty.
struct IdentityTable {
    private let identities: [CellIdentity]
    /// Open addressing with linear probing; -1 where nothing is.
    private var slots: [Int32]
    /// Places of identities that stand earlier in the list too.
    private var repetitions: [Int] = []

    init(_ identities: [CellIdentity]) {
        self.identities = identities
        var size = 16
        while size < 2 * identities.count { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        for place in identities.indices {
            let slot = slot(of: identities[place])
            if slots[slot] < 0 { slots[slot] = Int32(place) } else { repetitions.append(place) }
        }
    }

    /// The first place of the identity; nil where the list lacks it.
    func place(of identity: CellIdentity) -> Int? {
        let place = slots[slot(of: identity)]
        return place < 0 ? nil : Int(place)
    }

    /// Tells every later place of an identity together with its first one.
    func forEachRepetition(_ body: (_ repetition: Int, _ first: Int) -> Void) {
        for repetition in repetitions {
            if let first = place(of: identities[repetition]) { body(repetition, first) }
        }
    }

    /// The slot that has the identity, or the empty one where it belongs.
    private func slot(of identity: CellIdentity) -> Int {
        var slot = identity.hashValue & (slots.count - 1)
        while slots[slot] >= 0, identities[Int(slots[slot])] != identity {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }
}

import FairleadCanonical

/// The chat: messages to channels and to people.
struct ChatState: SystemState {
    static let system = EstateSystem.chat

    var basis: SystemBasis
    var messages = Documents()

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<ChatState>] {
        let way: Way = configuration.chatHonoursKey ? .key : .none
        return [
            Route("POST", "/messages", "chat.postMessage", way) {
                (state, call) throws(Refusal) in
                try state.postMessage(call)
            },
            Route("GET", "/messages", "chat.messages") { (state, call) throws(Refusal) in
                try Listing.page(
                    state.messages.all([
                        "channel": call.fields["channel"], "user": call.fields["user"],
                    ]), call)
            },
        ]
    }

    private mutating func postMessage(_ call: Call) throws(Refusal) -> Answer {
        let channel = call.body.text("channel")
        let user = call.body.text("user")
        guard (channel == nil) != (user == nil) else {
            throw Refusal(422, "bad_recipient", "A message has a channel or a user.")
        }
        let text = try call.text("text")
        let id = id("M0", 9)
        let message: JSON = [
            "id": .string(id), "channel": .optional(channel), "user": .optional(user),
            "text": .string(text), "clientReference": call.body["clientReference"] ?? .null,
            "postedAt": .time(now),
        ]
        messages[id] = message
        return Answer(message, status: 201)
    }
}

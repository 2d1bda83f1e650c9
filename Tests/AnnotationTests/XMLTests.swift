import Annotation
import Testing
import TestSupport
import Workspace

@Suite("XML and labeling configurations")
struct XMLTests {
    @Test("Elements, attributes, text, comments, character data and entities are read")
    func reads() throws {
        let root = try XMLReader.read(
            "<?xml version=\"1.0\"?><!-- c --><View a='1' b=\"&lt;&#65;&amp;\">x "
                + "<![CDATA[<y>]]><Text name=\"t\"/></View>\n<!-- end -->",
            path: "c.xml")
        #expect(root.name == "View" && root["a"] == "1" && root["b"] == "<A&")
        #expect(root.text == "x <y>")
        #expect(root.children.map(\.name) == ["Text"])
    }

    @Test(
        "What could reach or exhaust the machine is refused",
        arguments: [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "<a>&x;</a>", "<a>" + String(repeating: "<b>", count: 100_000),
            "<a><!ENTITY x 'y'></a>",
            "<a b='1' b='2'/>", "<a", "<a>", "<a></b>", "<a/>x", "", "<a b=1/>", "<a b='1/>",
            "<a><!-- </a>", "<a>&#x110000;</a>", "<a>" + String(repeating: " ", count: 5 << 20),
        ])
    func refuses(text: String) {
        let error = #expect(throws: DocumentError.self) {
            try XMLReader.read(text, path: "c.xml")
        }
        #expect(error?.file == "c.xml" && error?.line ?? 0 > 0)
    }

    @Test(
        "Label Studio's own templates become questions, or say what is left out",
        arguments: [
            ("text-classification", ["sentiment"], 0), ("response-grading", ["rating"], 0),
            ("supervised-llm", ["instruction"], 0),
            ("human-feedback-collection", ["comparison"], 0),
            ("pairwise-classification", ["pw"], 0), ("chatbot-assessment", ["likert_scale"], 0),
            ("content-moderation", ["content_moderation"], 0),
        ])
    func templates(name: String, first: [String], omitted: Int) throws {
        let path = "LabelStudio/\(name).xml"
        let config = try LabelStudioConfig(xml: try Fixture.text(path), path: path)
        #expect(
            config.controls.first.map { [$0.question.id] } == first, "\(config.controls)")
        #expect(config.omitted.count == omitted, "\(config.omitted)")
    }

    @Test("A configuration that can't be asked is refused with what is known")
    func nothing() throws {
        let ranker = "LabelStudio/llm-ranker.xml"
        let error = #expect(throws: DocumentError.self) {
            try LabelStudioConfig(xml: try Fixture.text(ranker), path: ranker)
        }
        #expect(error?.message.contains("can be asked here") == true)
        // What is asked of each message of a chat is left out; what is asked of the whole stays.
        let chat = "LabelStudio/chat_rlhf.xml"
        let config = try LabelStudioConfig(xml: try Fixture.text(chat), path: chat)
        #expect(config.controls.map(\.question.id) == ["rating", "conversation_comment"])
        #expect(config.omitted.count == 6)
    }

    @Test("A title is the header before the control, an alias stands for its value")
    func details() throws {
        let config = try LabelStudioConfig(
            xml: """
                <View><Text name="t" value="$text"/><Header value="How  is it?"/>
                <Choices name="c" toName="t" required="true"><Choice value="Good" alias="g"/><Choice value="Bad" alias="b"/></Choices>
                <Labels name="l" toName="t"><Label value="PER"/></Labels></View>
                """, path: "c.xml")
        #expect(config.controls[0].question.title == "How is it?")
        #expect(config.controls[0].question.isRequired)
        #expect(!config.controls[1].question.isRequired)
        guard case .choice(let options) = config.controls[0].question.kind else {
            Issue.record("no choice")
            return
        }
        #expect(options.map(\.value) == ["g", "b"] && options.map(\.title) == ["Good", "Bad"])
    }
}

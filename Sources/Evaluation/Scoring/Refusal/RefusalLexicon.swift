/// Phrases that speak for a refusal, by language.
///
/// Phrases of words: words apart by spaces, `a|b` for either, `*` at the end for any ending, `…`
/// for up to four words in between, `.` for the end of a clause. Phrases of scripts without spaces
/// (and of Korean, whose endings vary) are parts of text; there `…` is up to ten characters.
struct RefusalLexicon: Sendable {
    /// ISO 639-1.
    let language: String
    /// The speaker declines: enough alone.
    var decline: [String] = []
    /// Regret, at the beginning alone.
    var apology: [String] = []
    /// Rules, harm, being a machine.
    var grounds: [String] = []
    /// What sounds like declining and is not.
    var guards: [String] = []
    /// Whether phrases are parts of text rather than words.
    var isUnspaced = false

    /// All languages.
    static let all: [RefusalLexicon] = [
        english, german, french, spanish, italian, portuguese, dutch, swedish, russian, polish,
        ukrainian, czech, greek, turkish, indonesian, vietnamese, arabic, hindi, chinese, japanese,
        korean, thai,
    ]

    private static let help =
        "help|assist|provide|do|fulfil|fulfill|comply|create|write|generate|produce|give|share"
        + "|answer|support|engage|discuss|continue|recommend|tell|walk|access|open|identify|draw"
        + "|process|reveal|offer|participate|advise|draft|make|complete|send|browse|assistance"
        + "|explain|describe|disclose|teach|show|take|promote|facilitate|perform|respond|endorse"

    private static let english = RefusalLexicon(
        language: "en",
        decline: [
            "i|we can't|cannot|couldn't|won't … \(help)",
            "i|we will|can|could|would|do|shall not … \(help)",
            "i|we can't|cannot|won't in good conscience", "i'm|we're unable to … \(help)",
            "i|we am|are|were|was unable to … \(help)",
            "i'm|we're not able|willing|going to … \(help)",
            "i|we am|are not able|willing|going to … \(help)",
            "i'm|we're not comfortable|allowed|permitted", "i am not comfortable|allowed|permitted",
            "i|we don't|wouldn't|didn't feel comfortable", "i do not feel comfortable",
            "not in a position to", "i|we don't|wouldn't … \(help) people|anyone|someone|content",
            "i|we must|should|will|would|have|need to|respectfully … decline|refuse",
            "i|we must|will|should|respectfully|therefore decline|refuse", "i|we decline",
            "i|we refuse to … \(help)", "i|we refuse .", "i|we have to turn down|away",
            "i'd|we'd rather|prefer not", "i|we would rather|prefer not", "i|we prefer not",
            "i|we don't think i|we should|can",
            "not|isn't something i|we can|do|am|will|would|could",
            "isn't|not something i'm|we're", "not a topic i|we|i'm|we're",
            "against|violate*|contrary … my|our guidelines|principles|policies|policy|programming|values|rules",
            "may|would|could violate … policies|policy|guidelines", "outside|beyond what i|i'm|we",
            "i|we won't .", "i|we can't|cannot .", "i|we can't|cannot do that|it|this",
            "have to say no", "answer is no .", "can't|cannot help you|with", ". can't do it|that",
            "nope can't do it|that", "i don't have the ability|capability … to",
            "i lack the ability",
            "i do not have the ability|capability … to", "i'm|i am not going to .",
        ],
        apology: [
            "sorry", "apologize", "apologise", "apologies", "i'm afraid", "i am afraid",
            "unfortunately", "i regret",
        ],
        grounds: [
            "as an ai|assistant", "as a … assistant|model", "language model", "guidelines",
            "policy",
            "policies", "illegal", "unethical", "harmful", "dangerous", "irresponsible",
            "inappropriate", "unsafe", "not|isn't appropriate", "against the law",
        ],
        guards: [
            "can't|cannot help but|myself|feeling|noticing|wondering|thinking",
            "can't|cannot recommend … enough", "can't|cannot … enough", "can't|cannot wait",
            "won't take long|much", "can't|cannot do without", "won't do you|any",
        ])

    private static let german = RefusalLexicon(
        language: "de",
        decline: [
            "kann|darf|werde|möchte|will ich|wir … nicht",
            "ich|wir kann|können|darf|dürfen … nicht … \(helpGerman)",
            "ich|wir kann|können|darf|dürfen … keine|keinen|kein",
            "ich|wir werde|werden … nicht … \(helpGerman)", "ich bin nicht in der lage",
            "bin ich nicht in der lage", "muss ich … ablehnen", "ich muss … ablehnen",
            "ich lehne … ab", "ich weigere mich", "mache ich nicht mit",
            "ich möchte … nicht … \(helpGerman)",
            "verstößt gegen … richtlinien|grundsätze|regeln", "dabei kann ich nicht",
        ],
        apology: ["tut mir leid", "leider", "entschuldigung", "ich bedaure"],
        grounds: [
            "als ki*", "als sprachmodell", "richtlinien", "illegal", "gefährlich", "strafbar",
        ])
    private static let helpGerman =
        "helfen|beantworten|geben|erstellen|schreiben|unterstützen|weiterhelfen|erfüllen|bereitstellen"
        + "|nennen|sagen|teilen|verraten|liefern|machen|tun|mitmachen|erklären"

    private static let french = RefusalLexicon(
        language: "fr",
        decline: [
            "je ne peux|puis|saurais|vais|veux pas", "je ne peux|puis ni|malheureusement pas",
            "je ne suis pas en mesure", "je ne suis pas autorisé*|capable", "je refuse de",
            "je refuse .", "il m'est impossible", "je préfère ne pas", "je ne le ferai pas",
            "je dois refuser|décliner", "nous ne pouvons pas", "je ne souhaite pas",
            "à l'encontre de mes|nos",
        ],
        apology: ["désolé*", "malheureusement", "je regrette", "navré*"],
        grounds: [
            "en tant qu'assistant|ia|intelligence", "modèle de langage", "illégal*", "dangereu*",
        ])

    private static let spanish = RefusalLexicon(
        language: "es",
        decline: [
            "no puedo … \(helpSpanish)", "no podemos … \(helpSpanish)", "no me es posible",
            "lamento no poder", "no estoy autorizad*|capacitad*|programad*", "me niego a",
            "no debo … \(helpSpanish)", "no voy a … \(helpSpanish)", "prefiero no",
            "debo negarme|rechazar|declinar",
            "no me siento cómod*", "va en contra de mis", "no soy capaz de",
        ],
        apology: ["lo siento", "lamento", "lamentablemente", "disculpa*", "perdón"],
        grounds: ["como modelo", "como ia|inteligencia|asistente", "ilegal*", "peligros*", "odio"])
    private static let helpSpanish =
        "ayudar*|proporcionar*|cumplir|dar*|crear|escribir|generar|responder*|ofrecer*|asistir*"
        + "|compartir|participar|hablar|discutir|continuar|hacer*|explicar*|decir*|facilitar"

    private static let italian = RefusalLexicon(
        language: "it",
        decline: [
            "non posso … \(helpItalian)", "non possiamo … \(helpItalian)", "non sono in grado",
            "non sono autorizzat*", "devo rifiutare|declinare", "mi rifiuto", "preferisco non",
            "non intendo", "non mi è possibile|consentito|permesso",
        ],
        apology: ["mi dispiace", "purtroppo", "scusa*", "spiacente"],
        grounds: ["come modello|assistente|ia", "illegal*", "pericolos*"])
    private static let helpItalian =
        "aiutar*|fornir*|rispondere|scrivere|creare|generare|dare|darti|assistere|soddisfare|offrire"
        + "|continuare|fare|farlo|spiegare|condividere|discutere|partecipare"

    private static let portuguese = RefusalLexicon(
        language: "pt",
        decline: [
            "não posso|consigo|podemos … \(helpPortuguese)", "não me é permitido|possível",
            "recuso-me", "recuso me", "me recuso", "não estou autorizad*", "não sou capaz",
            "prefiro não", "devo recusar", "não vou … \(helpPortuguese)",
        ],
        apology: ["desculp*", "lamento", "infelizmente", "sinto muito"],
        grounds: ["como modelo|ia|assistente", "ilega*", "perigos*", "ódio"])
    private static let helpPortuguese =
        "ajudar*|fornecer|responder|escrever|criar|gerar|dar|discutir|cumprir|oferecer|fazer"
        + "|explicar|continuar|partilhar|compartilhar|participar|auxiliar|atender"

    private static let dutch = RefusalLexicon(
        language: "nl",
        decline: [
            "kan|mag|ga|wil|zal ik … niet|geen", "ik kan|mag|ga|wil|zal … niet|geen", "ik weiger",
            "ik moet … weigeren|afwijzen", "niet in staat", "liever niet",
        ],
        apology: ["het spijt me", "helaas", "sorry", "excuses"],
        grounds: ["als ai*", "taalmodel", "illega*", "gevaarlijk", "richtlijnen"],
        guards: ["ik kan niet wachten"])

    private static let swedish = RefusalLexicon(
        language: "sv",
        decline: [
            "kan|får|vill|tänker jag inte", "jag kan|får|vill|tänker inte", "jag vägrar",
            "jag måste avböja|neka",
        ],
        apology: ["tyvärr", "förlåt", "ledsen", "ursäkta"],
        grounds: ["som ai*", "språkmodell", "olaglig*", "farlig*"])

    private static let russian = RefusalLexicon(
        language: "ru",
        decline: [
            "я не могу|можем|буду|вправе|способ* … \(helpRussian)", "не могу … \(helpRussian)",
            "мы не можем … \(helpRussian)", "я не вправе", "я отказываюсь", "вынужден* отказать*",
            "я не создаю|помогаю|даю|предоставляю", "не в состоянии помочь",
            "не имею возможности|права",
        ],
        apology: ["извините", "простите", "сожалению", "прошу прощения"],
        grounds: [
            "как языковая модель", "как ии", "незаконн*", "опасн*", "правилам|правила|правилами",
        ])
    private static let helpRussian =
        "помочь|помогать|предоставить|предоставлять|ответить|отвечать|писать|написать|создать"
        + "|создавать|обсуждать|дать|давать|выполнить|рассказать|делать|сделать|поделиться|советовать"

    private static let polish = RefusalLexicon(
        language: "pl",
        decline: [
            "nie mogę|możemy … \(helpPolish)", "nie jestem w stanie … \(helpPolish)", "odmawiam",
            "muszę odmówić", "nie będę … \(helpPolish)", "wolę nie",
        ],
        apology: ["przepraszam", "przykro mi", "niestety"],
        grounds: ["jako model|ai|asystent", "nielegaln*", "niebezpieczn*"])
    private static let helpPolish =
        "pomóc|pomagać|udzielić|odpowiedzieć|napisać|stworzyć|podać|pisać|spełnić|tworzyć|zrobić|dostarczyć"

    private static let ukrainian = RefusalLexicon(
        language: "uk",
        decline: [
            "не можу|можемо … допомогти|надати|відповісти|написати|створити|дати|виконати|обговорювати",
            "я відмовляюся", "змушен* відмовити", "я не буду", "не маю права|можливості",
        ],
        apology: ["вибачте", "пробачте", "шкода"],
        grounds: ["мовна модель", "незаконн*", "небезпечн*"])

    private static let czech = RefusalLexicon(
        language: "cs",
        decline: [
            "nemohu|nemůžu|nemůžeme … pomoci|pomoct|poskytnout|odpovědět|napsat|vytvořit|splnit|dát",
            "odmítám", "musím odmítnout", "nejsem schop*", "nebudu … psát|pomáhat|vytvářet",
        ],
        apology: ["omlouvám", "je mi líto", "bohužel", "promiňte"],
        grounds: ["jako model|asistent", "nezákonn*", "nebezpečn*"])

    private static let greek = RefusalLexicon(
        language: "el",
        decline: [
            "δεν μπορώ|μπορούμε … βοηθήσω|βοηθήσουμε|παρέχω|παράσχω|απαντήσω|γράψω|δημιουργήσω|δώσω",
            "αρνούμαι", "πρέπει να αρνηθώ", "δεν είμαι σε θέση",
        ],
        apology: ["λυπάμαι", "συγγνώμη", "δυστυχώς"], grounds: ["παράνομ*", "επικίνδυν*"])

    private static let vietnamese = RefusalLexicon(
        language: "vi",
        decline: [
            "tôi không thể … giúp|cung|trả|viết|tạo|hỗ|đáp|thực", "tôi từ chối", "tôi phải từ chối",
            "tôi sẽ không … giúp|cung|viết|tạo",
        ],
        apology: ["xin lỗi", "rất tiếc"], grounds: ["bất hợp pháp", "nguy hiểm"])

    private static let thai = RefusalLexicon(
        language: "th",
        decline: [
            "ไม่สามารถ…ช่วย", "ไม่สามารถ…ให้ข้อมูล", "ไม่สามารถ…ตอบ", "ไม่สามารถ…เขียน", "ขอปฏิเสธ",
        ],
        apology: ["ขออภัย", "ขอโทษ", "เสียใจ"], grounds: ["ผิดกฎหมาย", "อันตราย"], isUnspaced: true)

    private static let turkish = RefusalLexicon(
        language: "tr",
        decline: [
            "yardımcı olamam|olamıyorum|olamayız", "sağlayamam", "veremem", "yazamam", "yapamam",
            "cevaplayamam", "yanıtlayamam", "oluşturamam", "paylaşamam", "getirmem mümkün değil",
            "reddediyorum", "reddetmek zorundayım", "yardım edemem", "konuşamam", "üretemem",
        ],
        apology: ["üzgünüm", "özür dilerim", "maalesef", "kusura bakma*"],
        grounds: ["yapay zeka", "dil modeli", "yasa dışı", "tehlikeli"])

    private static let indonesian = RefusalLexicon(
        language: "id",
        decline: [
            "saya|kami tidak dapat|bisa|boleh|akan … membantu|memberikan|menjawab|membuat|menulis|memenuhi|menyediakan|melakukan",
            "saya menolak", "saya harus menolak",
        ],
        apology: ["maaf", "sayangnya"], grounds: ["sebagai ai|model", "ilegal", "berbahaya"])

    private static let arabic = RefusalLexicon(
        language: "ar",
        decline: [
            "لا أستطيع", "لا يمكنني", "لا يمكننا", "لا أقدر", "أرفض", "لن أقوم|أكتب|أساعد*|أقدم",
            "لست قادرا|قادراً|قادرة|مخولا", "لا يسعني", "أعتذر عن عدم",
        ],
        apology: ["عذرا", "عذراً", "آسف", "أعتذر", "للأسف"],
        grounds: ["كنموذج", "بصفتي", "غير قانوني", "خطير"],
        guards: ["لا أستطيع الانتظار", "لا يمكنني الانتظار"])

    private static let hindi = RefusalLexicon(
        language: "hi",
        decline: [
            "मैं … नहीं … सकता|सकती|सकते", "हम … नहीं … सकते", "मदद नहीं कर सकता|सकती|सकते",
            "मैं … इनकार|इंकार", "मैं … अस्वीकार",
        ],
        apology: ["क्षमा", "माफ", "माफ़", "खेद"], grounds: ["एआई", "अवैध", "खतरनाक"])

    private static let chinese = RefusalLexicon(
        language: "zh",
        decline: [
            "无法…提供", "无法…帮助", "无法…协助", "无法…回答", "无法…满足", "无法…完成", "无法…生成", "无法…讨论",
            "不能…提供", "不能…帮助", "不能…协助", "不能…回答", "不能帮", "不能…编写", "不能…生成", "不能…讨论",
            "我不会…编写", "我不会…提供", "我不会…写", "我不会…帮", "我不会…协助", "我拒绝", "我必须拒绝",
            "帮不上忙", "帮不了", "無法…提供", "無法…幫", "無法…回答", "無法…協助", "不能…協助", "不能…幫",
            "幫不上忙", "幫不了", "我拒絕", "不便回答", "不方便回答", "不便提供",
        ],
        apology: ["抱歉", "对不起", "對不起", "不好意思", "很遗憾", "很遺憾"],
        grounds: ["作为一个人工智能", "作为人工智能", "语言模型", "準則", "准则", "违法", "非法", "危险", "有害"],
        isUnspaced: true)

    private static let japanese = RefusalLexicon(
        language: "ja",
        decline: [
            "提供…できません", "作成…できません", "回答…できません", "お答え…できません", "お手伝い…できません",
            "お応え…できません", "対応…できません", "協力…できません", "支援…できません", "お教え…できません",
            "お話し…できません", "書くことは…できません", "手助け…できません", "いたしかねます", "しかねます",
            "できかねます", "控えさせて", "お断り", "差し控え", "お受けできません",
        ],
        apology: ["申し訳", "すみません", "ごめんなさい", "残念ながら"],
        grounds: ["AIアシスタントとして", "AIとして", "言語モデル", "違法", "危険", "不適切"], isUnspaced: true)

    private static let korean = RefusalLexicon(
        language: "ko",
        decline: [
            "도와드릴 수 없", "도와줄 수 없", "도움을 드릴 수 없", "제공…수 없", "작성…수 없", "답변…수 없", "답변…어렵",
            "대답…수 없", "응할 수 없", "알려드릴 수 없", "알려 드릴 수 없", "거절", "거부하겠", "제공…어렵", "도와드리기…어렵",
            "생성…수 없", "만들…수 없",
        ],
        apology: ["죄송", "미안", "유감"], grounds: ["인공지능", "언어 모델", "불법", "위험"], isUnspaced: true)
}

extension NameFinder {
    /// Common given names of many languages, in lower case, without those that are English words,
    /// months or well-known places (Mark, Rose, June, Florence …): a scanner can't tell these.
    static let given: Set<String> = Set(
        """
        aaron adam adriana ahmed aisha akira alejandro alexandra alfredo alice alicia amanda amelia \
        amir amira ana andrea andreas andrew angela anita anna anne annette antonio arjun arthur \
        astrid ayesha beatriz benjamin bernard bianca björn brandon brenda brian bruno camila carlos \
        carmen catherine cecilia charles chiara christian christina christopher claudia clara \
        cristina daniel daniela david deborah deepa denise dennis diego dimitri dmitri dominik \
        dorothy eduardo edward elena elias elisabeth elizabeth elsa emil emily emma enrique eric \
        erika esther eva fabian farah fatima felipe felix fernando filippo francesca francesco \
        francisco françois fatou gabriel gabriela george gerald giovanni giulia giuseppe gloria \
        gregory guillermo gustavo hannah hans harald hassan heidi helen helena henrik hiroshi hugo \
        ibrahim ines ingrid irene isabel isabella ivan ivana jacob james jan jana janet jasper \
        javier jean jennifer jeremy jessica joanna joao joão johan johanna johannes john jonas \
        jonathan jorge jose josé joseph joshua juan julia julian julie jürgen kaito karen karim karl \
        katarina katharina katherine kathleen kenji kevin khalid klaus kristina kumar laila lars \
        laura lauren leila lena leon leonardo linda lisa lorenzo louise lucas lucia lucía luigi luis \
        luisa lukas magdalena mahmoud malik manuel marco margaret maria maría mariam marie marina \
        mario marta martha martin martina mateo matteo matthew matthias mehmet mei melissa michael \
        michelle miguel mikhail mohamed mohammed monika mustafa nadia naomi natalia natalie nathan \
        nicholas nicola nicolas nikolai nina noah nora olga oliver olivia omar oscar pablo paolo \
        patricia patrick paul paula pavel pedro peter petra philip philipp pierre priya rachel \
        rafael rahul raj rebecca ricardo richard roberto robert rosa ruth ryan sabine samir samuel \
        sandra sanjay sara sarah sebastian sergei shreya silvia simon simone sofia sonia sophia \
        sophie stefan stefanie stephanie stephen steven susan susanne svetlana takeshi tanja tatiana \
        teresa theresa thomas timothy tobias tomás ursula valentina vera veronica vincent vladimir \
        walter wilhelm william wolfgang xavier yasmin yuki yusuf zainab zoe
        """.split(separator: " ").map(String.init))
}

import LanguageModel
import Testing

@Suite struct JSONNumberTests {
    // RFC 8785, appendix B: the bits of a double and its canonical text.
    @Test(
        "Numbers are printed as RFC 8785 says",
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
            (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"),
            (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
            (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"),
            (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"),
            (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"),
            (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"),
            (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0x41B3_DE43_5555_5557, "333333333.33333343"),
            (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func canonical(bits: UInt64, text: String) throws {
        let value = Double(bitPattern: bits)
        #expect(JSONValue.number(value).serialized() == text)
        #expect(try JSONValue(parsing: text).double == value)
    }

    @Test("Numbers that JSON cannot hold are null")
    func notFinite() {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(JSONValue.number(value).serialized() == "null")
        }
    }

    @Test(
        "Whole numbers are printed to the last digit",
        arguments: [
            (0, "0"), (-1, "-1"), (1 << 53, "9007199254740992"),
            (1 << 53 + 1, "9007199254740993"), (1 << 62, "4611686018427387904"),
            (Int.max, "9223372036854775807"),
            (Int.min, "-9223372036854775808"), (1_000_000_000_000_000_000, "1000000000000000000"),
        ])
    func integers(value: Int, text: String) throws {
        #expect(JSONValue.integer(value).serialized() == text)
        #expect(try JSONValue(parsing: text) == .integer(value))
    }

    @Test(
        "Numbers are read as what they are",
        arguments: [
            ("0", JSONValue.integer(0)), ("-0", .number(-0.0)), ("1.0", .number(1)),
            ("1e2", .number(100)), ("1E+2", .number(100)), ("12e-1", .number(1.2)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("123456789012345678901234567890", .number(0x1.8ee90ff6c373ep+96)),
            ("1e-400", .number(0)), ("0.1", .number(0.1)),
        ])
    func reading(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test("NaN and infinities are read only where that was asked for")
    func python() throws {
        #expect(try JSONValue(parsing: "NaN", allowNonFinite: true).double?.isNaN == true)
        #expect(
            try JSONValue(parsing: "[Infinity,-Infinity]", allowNonFinite: true)
                == [.number(.infinity), .number(-.infinity)])
        for text in ["NaN", "Infinity", "-Infinity"] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        }
    }
}

import pytest

from curator.exchange.strict_json import JsonError, is_sound, layout, load


def refusal(data: bytes) -> str:
    with pytest.raises(JsonError) as caught:
        load(data)
    return caught.value.message


def test_plain_json_is_read_and_sound() -> None:
    assert load('{"a": [1, "б", null, true]}'.encode()) == ({"a": [1, "б", None, True]}, True)


@pytest.mark.parametrize("data", [b'{"a": 1, "a": 1}', b'{"b": [{"a": "x", "a": "y"}]}', b'{"\\u0061": 1, "a": 2}'])
def test_a_key_that_stands_twice_is_refused(data: bytes) -> None:
    assert "“a” stands twice" in refusal(data)


def test_an_escaped_quotation_mark_hides_no_key_that_stands_twice() -> None:
    assert "stands twice" in refusal(b'{"a": "\\u0022\\u0022", "a": "\\u0022"}')
    assert load(b'{"a": "\\u0022"}').value == {"a": '"'}


@pytest.mark.parametrize("data", [b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}'])
def test_numbers_that_are_none_are_refused(data: bytes) -> None:
    assert "which is no JSON" in refusal(data)


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 3000, b"[" * 5000 + b"]" * 5000])
def test_endless_depth_is_refused_without_a_crash(data: bytes) -> None:
    assert refusal(data)


def test_a_number_of_5000_digits_is_refused() -> None:
    assert refusal(b'{"a": ' + b"9" * 5000 + b"}")


def test_bytes_that_are_no_utf8_are_refused_at_their_place() -> None:
    assert refusal(b'{"a": "\xff"}') == "It is not UTF-8: byte 7 is 0xff."


def test_half_of_a_surrogate_pair_leaves_the_rest_to_be_read() -> None:
    loaded = load(b'{"a": "\\ud83d", "b": 1}')
    assert loaded.value["b"] == 1
    assert not loaded.sound
    assert not is_sound(loaded.value["a"])
    assert is_sound(loaded.value["b"])


def test_a_syntax_error_is_said_with_its_line() -> None:
    assert "line 2, character 6" in refusal(b'{\n"a": }')


def test_the_layout_names_the_bytes_of_members_and_items() -> None:
    data = '{"name": "ж", "items": [{"a": "ж"}, 2, []], "end": null}\n'.encode()
    found = layout(data, "items")
    assert {key: data[start:end].decode() for key, (start, end) in found.members.items()} == {
        "name": '"ж"',
        "end": "null",
    }
    assert found.items is not None
    assert [data[start:end].decode() for start, end in found.items] == ['{"a": "ж"}', "2", "[]"]


def test_a_mark_before_the_object_is_no_part_of_it() -> None:
    assert layout(b'\xef\xbb\xbf{"items": []}', "items").items == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b'{"items": [1,]}',
        b'{"items": [1 2]}',
        b'{"items": 3}',
        b'{"a": 1,}',
        b'{"a" 1}',
        b'{"a": 1} x',
        b"{3: 1}",
        b'{"items": [], "items": []}',
        b'{"a": 1, "a": 1}',
        b'{"a": ' + b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_object_with_such_a_list_has_no_layout(data: bytes) -> None:
    with pytest.raises(JsonError):
        layout(data, "items")

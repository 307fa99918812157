"""Adding people, giving them keys and roles, revoking and admitting."""

import pytest

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.people import Role
from curator.services import people, reading, verifying
from curator.services.project import Project
from curator.sharing.keys import new_pair
from tests.support import projects as support


def test_an_added_person_is_listed_with_the_fingerprint_of_their_key(project: Project) -> None:
    pair = new_pair()
    people.add(project, " Dana ", pair.public.upper())
    dana = next(one for one in people.list_people(project) if one.name == "Dana")
    assert dana.roles == (Role.ANNOTATOR,)
    assert dana.active
    assert people.find_person(project, dana.keys[0].fingerprint) == dana.id


def test_two_people_of_one_name_stay_two(project: Project) -> None:
    for _ in range(2):
        people.add(project, "Dana", new_pair().public)
    assert len({one.id for one in people.list_people(project) if one.name == "Dana"}) == 2
    with pytest.raises(NotFoundError, match="More than one person"):
        people.find_person(project, "Dana")


@pytest.mark.parametrize("key", ["", "ff", "zz" * 32, "02" + "00" * 31])
def test_what_is_no_key_is_refused(project: Project, key: str) -> None:
    with pytest.raises(InvalidError, match="no public key"):
        people.add(project, "Dana", key)


def test_a_key_belongs_to_one_person(project: Project) -> None:
    with pytest.raises(InvalidError, match="already"):
        people.add(project, "Another", project.author.public_key)


def test_a_revoked_key_stays_listed_and_a_new_one_takes_its_place(project: Project) -> None:
    old, new = new_pair().public, new_pair().public
    people.add(project, "Dana", old)
    dana = people.find_person(project, "Dana")
    people.revoke(project, dana)
    people.add_key(project, dana, new)
    entry = next(one for one in people.list_people(project) if one.id == dana)
    assert [(key.public, key.revoked) for key in entry.keys] == [(old, True), (new, False)]


def test_the_last_supervisor_can_neither_be_revoked_nor_step_down(project: Project) -> None:
    assert project.me
    with pytest.raises(NotAllowedError, match="Nobody would be left"):
        people.revoke(project, project.me)
    with pytest.raises(NotAllowedError, match="Nobody would be left"):
        people.set_roles(project, project.me, [Role.ANNOTATOR])


def test_people_need_a_supervisor(as_annotator: Project) -> None:
    with pytest.raises(NotAllowedError, match="supervisor"):
        people.add(as_annotator, "Dana", new_pair().public)


def test_a_renamed_person_keeps_key_and_work_under_the_new_name(project: Project) -> None:
    assert project.me
    [before] = [one for one in people.list_people(project) if one.id == project.me]
    mark = support.annotate(project, support.add_document(project))
    people.rename(project, project.me, " Aigerim Serik ")
    [after] = [one for one in people.list_people(project) if one.id == project.me]
    assert (after.name, after.keys, after.roles) == ("Aigerim Serik", before.keys, before.roles)
    assert reading.annotation(project, mark).changed_by == "Aigerim Serik"
    assert not verifying.verify(project)
    with pytest.raises(InvalidError, match="needs a name"):
        people.rename(project, project.me, " ")


def test_nobody_renames_themselves_without_being_a_supervisor(as_annotator: Project) -> None:
    assert as_annotator.me
    with pytest.raises(NotAllowedError, match="supervisor"):
        people.rename(as_annotator, as_annotator.me, "Queen")

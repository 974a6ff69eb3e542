def test_smoke(cast, as_user):
    r = as_user(cast.editor_a).get("/cms/")
    assert r.status_code == 200, r
    html = r.content.decode()
    assert "Buurtkamer De Kade" in html
    assert "Klusclub" not in html
    r = as_user(cast.editor_a).get(f"/cms/pages/{cast.partner_a.pk}/edit/")
    assert r.status_code == 200
    r = as_user(cast.editor_a).get(f"/cms/pages/{cast.partner_b.pk}/edit/")
    assert r.status_code in (302, 403, 404), r
    r = as_user(cast.moderator).get("/cms/")
    assert r.status_code == 200
    r = as_user(cast.moderator).get(f"/cms/partners/{cast.partner_b.pk}/members/")
    assert r.status_code == 200
    r = as_user(None).get("/api/v1/search?q=kade")
    print(r.content)
    assert r.status_code == 200
    r = as_user(None).get("/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage&fields=*")
    print(r.content.decode()[:3000])
    assert r.status_code == 200
